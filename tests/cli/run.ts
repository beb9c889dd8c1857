import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** Starts `broadsheet` in the folder. */
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
    start,
    run: (args, options) => finished(start(args, options)),
    open: () => openDatabase({ url }),
    async remove() {
      await remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
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
