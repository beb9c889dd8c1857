import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A server in a process of its own. */
export interface RunningProcess {
  /** Ends it, and waits until it has ended. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  command: string;
  args: readonly string[];
  cwd?: string;
  env: NodeJS.ProcessEnv;
  /** An address that answers 2xx when it is ready. */
  readyAt: string;
}

/** Starts a server, and waits until it is ready. What it says goes to standard error. */
export async function startProcess({
  command,
  args,
  cwd,
  env,
  readyAt,
}: ProcessOptions): Promise<RunningProcess> {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 2, 2],
  });
  const ended = once(child, 'exit');
  while (!(await answers(readyAt))) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with exit code ${child.exitCode}`);
    await pause(100);
  }
  const running: RunningProcess = {
    async stop() {
      started.delete(running);
      child.kill('SIGTERM');
      await ended;
    },
  };
  started.add(running);
  return running;
}

/** Ends everything that still runs, the last one started first. */
export async function stopAll(): Promise<void> {
  for (const each of [...started].reverse()) await each.stop();
}

/** Starts a command of `broadsheet` that serves, and waits until it is ready. */
export function startBroadsheet(
  args: readonly string[],
  { port, env }: { port: number; env: NodeJS.ProcessEnv },
): Promise<RunningProcess> {
  return startProcess({
    command: process.execPath,
    args: [broadsheet, ...args],
    env: { HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error', ...env },
    readyAt: `http://127.0.0.1:${port}/readyz`,
  });
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Runs a command of `broadsheet` to its end. @throws Error with what it said where it fails */
export function runBroadsheet(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, stderr } = spawnSync(process.execPath, [broadsheet, ...args], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`broadsheet ${args.join(' ')} failed:\n${stderr}`);
}

/** Installs the packages of a folder that has a lock file of its own, unless they are there. */
export function installPackages(folder: string): void {
  if (existsSync(join(folder, 'node_modules'))) return;
  process.stderr.write(`Installing the packages of ${folder}\n`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}`);
}

const started = new Set<RunningProcess>();
const broadsheet = resolve('dist/src/cli/main.js');

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined);
  return response?.ok === true;
}
