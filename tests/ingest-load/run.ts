/**
 * `npm run test:ingest-load`: a thousand feeds of ten formats, each of a host of its own, some with summaries and pages,
 * from a server with real faults (of each of timeouts, resets, 500s and truncations 5 in 100 requests, robots.txt
 * included), are read by the real pipeline until nothing is left to do. Then all articles must be stored once, with their
 * own text and date. Waits for the next attempt are skipped by setting the clock ahead.
 *
 *     node dist/tests/ingest-load/run.js [--feeds 1000] [--seed 1] [--workers 1] [--kill]
 *
 * On SQLite, or with TEST_POSTGRES_URL on PostgreSQL, where several processes may share the work (`--workers 2`); `--kill`
 * kills one of them in the middle, and another takes its place. Exits with 1 when anything is lost, doubled or wrong.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sql from 'sql-template-tag';
import { catalogWriter } from '../../src/catalog/writer.js';
import type { Database } from '../../src/database/database.js';
import { requestRun, startPolling } from '../../src/ingest/polling.js';
import { openTestDatabase } from '../support/database.js';
import type { ServerReport } from './server.js';
import { checkStored, countStored } from './verdict.js';
import type { ToWorker, WorkerReport } from './worker.js';
import { type LoadPublisher, publishers } from './world.js';

const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
    kill: { type: 'boolean', default: false },
  },
});
const lookMs = 100;
/** Longer than a claim of a process that died holds. */
const leaseMs = 130_000;

const scriptOf = (name: string) => fileURLToPath(new URL(`${name}.js`, import.meta.url));
const seconds = (milliseconds: number) => (milliseconds / 1_000).toFixed(1);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function addSources(database: Database, all: readonly LoadPublisher[], port: number): Promise<void> {
  const writer = catalogWriter(database, []);
  for (const [index, { host, language }] of all.entries()) {
    const outcome = await writer.saveSource({
      slug: `paper-${index}`,
      name: host,
      homepageUrl: `http://${host}:${port}/`,
      feedUrl: `http://${host}:${port}/feed`,
      language,
    });
    if (outcome.kind === 'REFUSED') throw new Error(outcome.message);
    await database.transaction((tx) => startPolling(tx, outcome.saved.id, Date.now()));
  }
}

/** How far it is. */
interface Progress {
  /** Sources that were never read well, or have been asked for, and entries whose page is still to be had. */
  left: number;
  /** Sources that are read or due at this time. */
  busy: number;
  /** When all that is left is due. */
  nextAt: number | null;
}

async function progressAt(database: Database, now: number): Promise<Progress> {
  const [row] = await database.query<{
    unread: number;
    pages: number;
    busy: number;
    next_at: number | null;
  }>(sql`
    SELECT (SELECT count(*) FROM source_polling WHERE last_success_at IS NULL OR failures > 0 OR requested_at IS NOT NULL) AS unread,
      (SELECT count(*) FROM seen_entry WHERE page_due_at IS NOT NULL) AS pages,
      (SELECT count(*) FROM source_polling WHERE claimed_until > ${now} OR next_run_at <= ${now}) AS busy,
      (SELECT max(next_run_at) FROM source_polling p WHERE last_success_at IS NULL OR failures > 0
        OR EXISTS (SELECT 1 FROM seen_entry e WHERE e.source_id = p.source_id AND e.page_due_at IS NOT NULL)) AS next_at`);
  if (!row) throw new Error('a count has a row');
  return { left: Number(row.unread) + Number(row.pages), busy: Number(row.busy), nextAt: row.next_at };
}

class Workers {
  readonly #running = new Set<ChildProcess>();
  peakBytes = 0;
  ahead = 0;

  constructor(readonly url: string) {}

  async start(): Promise<void> {
    const child = fork(scriptOf('worker'), [this.url]);
    await once(child, 'message');
    this.#running.add(child);
    this.#tell(child, { ahead: this.ahead });
  }

  #tell(child: ChildProcess, message: ToWorker): void {
    child.send(message);
  }

  now(): number {
    return Date.now() + this.ahead;
  }

  setAhead(milliseconds: number): void {
    this.ahead += Math.max(0, milliseconds);
    for (const child of this.#running) this.#tell(child, { ahead: this.ahead });
  }

  async kill(): Promise<void> {
    const [child] = this.#running;
    if (!child) return;
    this.#running.delete(child);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    for (const child of this.#running) {
      const told = once(child, 'message');
      const gone = once(child, 'exit');
      this.#tell(child, { stop: true });
      const [report] = (await told) as [WorkerReport];
      this.peakBytes = Math.max(this.peakBytes, report.peakBytes);
      await gone;
    }
    this.#running.clear();
  }
}

/**
 * Lets the workers go on until nothing is left, setting the clock ahead whenever there is nothing to do but wait.
 *
 * @returns how many articles were stored after so many milliseconds
 */
async function finish(
  database: Database,
  workers: Workers,
  killAt: number,
): Promise<[stored: number, after: number][]> {
  let isKilled = killAt === 0;
  const begun = performance.now();
  const samples: [number, number][] = [];
  for (;;) {
    await pause(lookMs);
    const { left, busy, nextAt } = await progressAt(database, workers.now());
    const stored = await countStored(database);
    samples.push([stored, performance.now() - begun]);
    if (left === 0 && busy === 0) return samples;
    if (!isKilled && stored >= killAt) {
      isKilled = true;
      await workers.kill();
      await workers.start();
      workers.setAhead(leaseMs);
      print(`  a process was killed with ${stored} articles stored`);
    }
    if (busy === 0 && nextAt !== null) workers.setAhead(nextAt - workers.now() + 1);
  }
}

async function main(): Promise<void> {
  const all = publishers(Number(values.feeds));
  const expected = all.reduce((sum, { articles }) => sum + articles.length, 0);
  const server = fork(scriptOf('server'), [values.feeds, values.seed]);
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const database = await openTestDatabase();
  const workers = new Workers(database.url);
  try {
    await addSources(database, all, port);
    const begun = performance.now();
    for (let count = 0; count < Number(values.workers); count++) await workers.start();
    const samples = await finish(database, workers, values.kill ? expected / 2 : 0);
    const took = performance.now() - begun;
    const stored = await countStored(database);
    const [most = 0, early = took] = samples.find(([count]) => count >= stored * 0.9) ?? [];
    print(
      `${all.length} feeds, ${stored} articles in ${seconds(took)} s: ${Math.round((1_000 * stored) / took)} articles per second stored by ${values.workers} process(es)`,
    );
    print(
      `  nine tenths, before most waits for what had failed, in ${seconds(early)} s: ${Math.round((1_000 * most) / early)} per second`,
    );

    const again = performance.now();
    await database.transaction(async (tx) => {
      for (const { id } of await tx.query<{ id: number }>(sql`SELECT id FROM source`)) {
        await requestRun(tx, id, workers.now());
      }
    });
    await finish(database, workers, 0);
    print(`  all asked for once more in ${seconds(performance.now() - again)} s`);
    await workers.stop();

    server.send('stop');
    const [report] = (await once(server, 'message')) as [ServerReport];
    const { requests, notModified, faults, mostConnections } = report;
    const met = Object.entries(faults).map(([name, count]) => `${count} x ${name}`);
    print(
      `  ${requests} requests, ${notModified} answered by 304, up to ${mostConnections} connections; faults: ${met.join(', ')}`,
    );
    print(`  most memory of a process: ${Math.round(workers.peakBytes / 2 ** 20)} MB`);
    const problems = await checkStored(database, all, port);
    for (const problem of problems.slice(0, 20)) print(`  ${problem}`);
    print(
      problems.length === 0
        ? `  all ${expected} articles are there once, as published`
        : `  ${problems.length} problems`,
    );
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    await workers.stop();
    server.kill();
    await database.close();
  }
}

await main();
