/**
 * `npm run test:browser`: shows Chromium what the sanitiser leaves of published attacks (tests/browser/sanitiser.ts); then
 * starts the server with the demo corpus in a folder of its own, and drives Chromium through it
 * (tests/browser/explorer.ts). Needs Chromium: CHROMIUM, by default /usr/bin/chromium.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium)) {
  process.stderr.write(
    `Chromium is not at ${chromium}: install it (apt-get install chromium) or say where it is with CHROMIUM\n`,
  );
  process.exit(1);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('a port has a number');
  return address.port;
}

async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`${url} did not become ready`);
}

async function run(script: string, ...args: string[]): Promise<void> {
  const [code] = await once(spawn(process.execPath, [script, ...args], { stdio: 'inherit' }), 'exit');
  if (code !== 0) process.exitCode = 1;
}

await run('dist/tests/browser/sanitiser.js');
const folder = await mkdtemp(join(tmpdir(), 'broadsheet-browser-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const server = spawn(process.execPath, [resolve('dist/src/cli/main.js'), 'serve', '--migrate', '--demo'], {
  env: {
    ...process.env,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    DATABASE_URL: `sqlite:${join(folder, 'demo.sqlite')}`,
  },
  stdio: ['ignore', 'inherit', 'inherit'],
});
try {
  await ready(url);
  await run('dist/tests/browser/explorer.js', url);
} finally {
  server.kill('SIGTERM');
  await once(server, 'exit');
  await rm(folder, { recursive: true, force: true });
}
