import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FloorOrder } from './floor-process.js';

/** A server in a process of its own. */
export interface ServerProcess {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** What a process has used so far, as Linux tells; undefined elsewhere. */
export interface ProcessUsage {
  cpuSeconds: number;
  /** Resident set size now and at its highest, in bytes. */
  rss: number;
  peakRss: number;
}

/** As one would run them: graphql-js checks less then. */
const production = { ...process.env, NODE_ENV: 'production' };

/** Starts a floor. */
export async function startFloor(order: FloorOrder): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL('floor-process.js', import.meta.url)), {
    serialization: 'advanced',
    env: production,
  });
  child.send(order);
  const [port] = (await once(child, 'message')) as [number];
  return serverProcess(child, port);
}

/**
 * Starts the gateway by its own command over an SQLite file, and waits until it is ready.
 *
 * @param subgraphs - the path of a file of the subgraphs to compose in
 */
export async function startGateway(databaseFile: string, subgraphs = ''): Promise<ServerProcess> {
  const port = await freePort();
  const command = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
  const env = {
    ...production,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'warn',
    DATABASE_URL: `sqlite:${databaseFile}`,
    SUBGRAPHS: subgraphs,
  };
  const child = spawn(process.execPath, [command, 'serve'], { env, stdio: ['ignore', 2, 2] });
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`the gateway ended with exit code ${child.exitCode}`);
    await pause(50);
  }
  return serverProcess(child, port);
}

/** Reads what the kernel counts for a process (`man 5 proc`). */
export async function processUsage(pid: number): Promise<ProcessUsage | undefined> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    // After the name, which may hold spaces: utime and stime are fields 14 and 15, in ticks of 1/100 s.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const kilobytes = (name: string) => Number(new RegExp(`${name}:\\s*(\\d+)`).exec(status)?.[1]);
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100,
      rss: kilobytes('VmRSS') * 1024,
      peakRss: kilobytes('VmHWM') * 1024,
    };
  } catch {
    return undefined;
  }
}

function serverProcess(child: ChildProcess, port: number): ServerProcess {
  return {
    port,
    pid: child.pid as number,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  return response?.ok === true;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
