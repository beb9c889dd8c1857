import { say } from './failure.js';

/**
 * Asks a person whether to do something; `--yes` answers for him. Where there is nobody to ask, says to use `--yes`, and
 * the command ends with exit code 1.
 */
export async function isWanted(
  question: string,
  yes: boolean | undefined,
  { default: answer = true }: { default?: boolean } = {},
): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) {
    say(`Nothing was changed. ${question} Say so with --yes.`);
    process.exitCode = 1;
    return false;
  }
  const { default: confirm } = await import('@inquirer/confirm');
  try {
    // Standard output holds results alone.
    if (await confirm({ message: question, default: answer }, { output: process.stderr })) return true;
  } catch (error) {
    if ((error as Error).name !== 'ExitPromptError') throw error;
  }
  say('Nothing was changed.');
  return false;
}
