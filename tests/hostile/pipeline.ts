import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { catalogWriter } from '../../src/catalog/writer.js';
import { startPolling } from '../../src/ingest/polling.js';
import type { WorkerReport } from '../ingest-load/worker.js';
import { openTestDatabase } from '../support/database.js';

interface Ended {
  slug: string;
  outcome: string;
  published: number;
  problem: string | null;
}

const worker = fileURLToPath(new URL('../ingest-load/worker.js', import.meta.url));
/** What a run may take of one feed (`defaultRunLimits`). */
const mostEntries = 5_000;

/**
 * Reads all hostile addresses as sources, at the same time, in one process, a good one and one of 100,000 entries among
 * them: each run ends, the bad ones with a reason, and the good source has its article.
 *
 * @returns most memory of the process, in bytes
 */
export async function checkPipeline(paths: Record<string, string>, origin: string): Promise<number> {
  const database = await openTestDatabase();
  const writer = catalogWriter(database, []);
  const all = { ...paths, good: '/good', many: '/many' };
  const slugs = new Map<string, string>();
  for (const [index, [name, path]] of Object.entries(all).entries()) {
    const slug = `source-${index}`;
    slugs.set(slug, name);
    // A host of its own for each, so that none waits for another.
    const home = `http://host-${index}.test:${new URL(origin).port}`;
    const outcome = await writer.saveSource({ slug, name, homepageUrl: `${home}/`, feedUrl: home + path });
    if (outcome.kind === 'REFUSED') throw new Error(outcome.message);
    await database.transaction((tx) => startPolling(tx, outcome.saved.id, Date.now()));
  }
  const child = fork(worker, [database.url, '32']);
  await once(child, 'message');
  try {
    let ended: Ended[] = [];
    while (ended.length < slugs.size) {
      await pause(200);
      ended =
        await database.query<Ended>(sql`SELECT s.slug, r.outcome, r.published, r.problem FROM ingest_run r
        JOIN source s ON s.id = r.source_id WHERE r.outcome <> 'RUNNING' AND r.trigger = 'SCHEDULE'
          AND NOT EXISTS (SELECT 1 FROM ingest_run o WHERE o.source_id = r.source_id AND o.id < r.id)`);
    }
    for (const { slug, outcome, published, problem } of ended) {
      const name = slugs.get(slug) ?? '';
      if (name === 'good') assert.equal(Number(published), 1, 'the good source is read');
      else if (name === 'many')
        assert.ok(Number(published) > 0 && Number(published) <= mostEntries, `${published} of many are read`);
      else assert.ok(outcome === 'FAILED' && problem, `${name} fails with a reason, not ${outcome}`);
    }
    const told = once(child, 'message');
    child.send({ stop: true });
    const [report] = (await told) as [WorkerReport];
    await once(child, 'exit');
    return report.peakBytes;
  } finally {
    child.kill();
    await database.close();
  }
}
