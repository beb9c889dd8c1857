import { CommanderError } from 'commander';
import { ConfigError } from '../config.js';

/** 0: done. 1: failed, or done in part. 2: the command or the configuration is wrong. */
export type ExitCode = 0 | 1 | 2;

/** A failure that one line explains. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

/** Says on standard error what went wrong, and gives the exit code for it. */
export function reportFailure(error: unknown): ExitCode {
  // Commander has printed what it has to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigError) {
    say(error.message);
    return 2;
  }
  say(error instanceof CommandFailure ? error.message : describe(error));
  return 1;
}

/** A line for people, on standard error: standard output holds results alone. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isDebugging = ['debug', 'trace'].includes(process.env.LOG_LEVEL ?? '');
  // A refused connection is an AggregateError without a message: its parts tell.
  const message = error.message || (error as AggregateError).errors?.map(String).join('; ') || error.name;
  return isDebugging ? (error.stack ?? message) : (message.split('\n', 1)[0] ?? error.name);
}
