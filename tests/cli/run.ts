import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFailure } from '../../src/cli/failure.js';
import { broadsheetProgram } from '../../src/cli/program.js';
import { type Database, openDatabase } from '../../src/database/database.js';
import { freshDatabaseUrl } from '../support/database.js';

/** What a command left behind. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  /** Standard input. */
  input?: string;
}

/** A folder and a database of its own for a test file, with the command line as an operator has it. */
export interface Workspace {
  folder: string;
  url: string;
  path(file: string): string;
  write(file: string, text: string | Uint8Array): Promise<string>;
  read(file: string): Promise<string>;
  /** Runs `broadsheet` in the folder within this process: quick, for what needs no process of its own. */
  call(args: string[], env?: NodeJS.ProcessEnv): Promise<Finished>;
  /** Starts `broadsheet` in the folder, as it was built. */
  start(args: string[], options?: RunOptions): ChildProcess;
  /** Runs it to its end. */
  run(args: string[], options?: RunOptions): Promise<Finished>;
  /** The database, beside the commands. */
  open(): Promise<Database>;
  remove(): Promise<void>;
}

// Each command is a process of its own, that loads all of the server.
jest.setTimeout(120_000);

const main = join(__dirname, '../../dist/src/cli/main.js');

export async function openWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-cli-'));
  const { url, remove } = await freshDatabaseUrl();
  const path = (file: string) => join(folder, file);
  const start: Workspace['start'] = (args, { env = {}, input } = {}) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATABASE_URL: url, ...env },
    });
    child.stdin.on('error', () => undefined); // It may end before it has read everything.
    child.stdin.end(input);
    return child;
  };
  return {
    folder,
    url,
    path,
    async write(file, text) {
      await writeFile(path(file), text);
      return path(file);
    },
    read: (file) => readFile(path(file), 'utf8'),
    call: (args, env = {}) => called(args, folder, { DATABASE_URL: url, ...env }),
    start,
    run: (args, options) => finished(start(args, options)),
    open: () => openDatabase({ url }),
    async remove() {
      await remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What main.ts does, with the folder, the environment and the streams of this process lent to the command. */
async function called(args: string[], folder: string, env: NodeJS.ProcessEnv): Promise<Finished> {
  const output = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      output[name] += text.toString();
      return true;
    }),
  );
  const before = { folder: process.cwd(), env: { ...process.env }, isTTY: process.stdin.isTTY };
  process.stdin.isTTY = false; // Nobody is there to be asked.
  process.chdir(folder);
  Object.assign(process.env, env);
  let code: number;
  try {
    await broadsheetProgram().parseAsync(args, { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = reportFailure(error);
  } finally {
    process.exitCode = undefined;
    process.stdin.isTTY = before.isTTY;
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before.env);
    process.chdir(before.folder);
    for (const spy of spies) spy.mockRestore();
  }
  return { code, ...output };
}

/** Waits until a command has ended. */
export async function finished(child: ChildProcess): Promise<Finished> {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...output };
}
