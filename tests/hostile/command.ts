import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './documents.js';

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

/** Runs `broadsheet` and watches its memory (Linux alone tells of it; elsewhere the peak is 0). */
export async function broadsheet(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const begun = performance.now();
  const child = spawn(process.execPath, [main, ...args], { env: { PATH: process.env.PATH, ...env } });
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid));
  }, 20);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(timer);
  return { code, ...output, seconds: (performance.now() - begun) / 1_000, peakBytes };
}

/** The most memory that a process had so far, in bytes (`VmHWM`, proc(5)). */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
  } catch {
    return 0; // It has ended.
  }
}
