import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { SupergraphError } from './supergraph.js';

const { resolve } = createRequire(import.meta.url);
const script = `
  const { QueryPlanner } = require(process.argv[1]);
  new QueryPlanner(require('node:fs').readFileSync(0, 'utf8'));
`;

/**
 * Tries in a process of its own whether the native planner survives a supergraph: on some that are not whole (a key of
 * fields that are not there, say) it does not throw but ends its process, which must not be the one that serves.
 *
 * @throws SupergraphError where it does not survive
 */
export async function tryPlanner(sdl: string): Promise<void> {
  const child = spawn(process.execPath, ['-e', script, resolve('@graphql-hive/router-query-planner')], {
    env: {},
    stdio: ['pipe', 'ignore', 'pipe'],
    timeout: 60_000,
  });
  child.stdin.on('error', () => undefined).end(sdl);
  const [said, [, signal]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  // Whatever it merely throws, it throws again where it is made for use, and is told from there.
  if (signal === null) return;
  const [, reason] = /panicked at .*\n(.+)/.exec(said) ?? [];
  throw new SupergraphError(`The query planner does not survive this supergraph: ${reason ?? signal}`);
}
