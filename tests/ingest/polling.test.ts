import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { SourcePolling } from '../../entities/source-polling.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import type { Database } from '../../src/database/database.js';
import {
  type Claim,
  ClaimLost,
  claimSource,
  holdClaim,
  defaultLeaseMs as leaseMs,
  noCounts,
} from '../../src/ingest/claim.js';
import { lastRuns, pollingOf } from '../../src/ingest/health.js';
import {
  countDue,
  dueSources,
  nextDue,
  pausePolling,
  requestRun,
  startPolling,
} from '../../src/ingest/polling.js';
import { interruptRun } from '../../src/ingest/run-end.js';
import { openTestDatabase, postgresUrl } from '../support/database.js';

const now = Date.now();
let database: Database;
let sources = 0;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function newSource(): Promise<number> {
  sources += 1;
  const slug = `source-${sources}`;
  const outcome = await catalogWriter(database, []).saveSource({
    slug,
    name: slug,
    homepageUrl: 'https://site.example/',
  });
  if (outcome.kind === 'REFUSED') throw new Error(outcome.message);
  return outcome.saved.id;
}

const pollingNow = async (id: number) => (await pollingOf(database, [id])).get(id) as SourcePolling;
const start = (id: number, at = now) => database.transaction((tx) => startPolling(tx, id, at));
const claim = (id: number, at = now) => claimSource(database, id, { token: randomUUID(), now: at });
const release = (claimed: Claim, at: number) =>
  interruptRun({ database, now: () => at, listeners: [], web: undefined as never }, claimed, noCounts);

test('a source is due at once when it is new, and as before when it is resumed', async () => {
  const id = await newSource();
  await start(id);
  expect(await pollingNow(id)).toMatchObject({
    state: 'ACTIVE',
    nextRunAt: now,
    nextRunReason: 'NEW',
    failures: 0,
  });
  expect(await database.transaction((tx) => pausePolling(tx, id))).toBe(true);
  expect(await database.transaction((tx) => pausePolling(tx, id))).toBe(false);
  expect(await dueSources(database, now, 100)).not.toContain(id);
  await start(id, now + 1_000);
  expect(await pollingNow(id)).toMatchObject({ state: 'ACTIVE', nextRunAt: now });
});

test('a run can be asked for of a source that is halted or was never read, and it stays halted', async () => {
  const id = await newSource();
  await database.transaction((tx) => requestRun(tx, id, now));
  expect(await dueSources(database, now, 100)).toContain(id);
  const claimed = (await claim(id)) as Claim;
  expect(claimed.run).toMatchObject({ trigger: 'REQUEST', outcome: 'RUNNING' });
  await release(claimed, now);
  expect(await pollingNow(id)).toMatchObject({ state: 'PAUSED', requestedAt: now }); // Interrupted: still asked for.
});

test('a run that was asked for is not lost with the process that began it', async () => {
  const id = await newSource();
  await database.transaction((tx) => requestRun(tx, id, now));
  await claim(id);
  expect(await dueSources(database, now, 100)).not.toContain(id);
  expect((await claim(id, now + leaseMs))?.run.trigger).toBe('REQUEST');
});

test('a run that is asked for while another goes on comes after it', async () => {
  const id = await newSource();
  await start(id);
  const claimed = (await claim(id)) as Claim;
  await database.transaction((tx) => requestRun(tx, id, now + 5, 'HUB'));
  expect(await claim(id, now + 10)).toBeUndefined();
  await release(claimed, now + 20);
  expect((await claim(id, now + 20))?.run.trigger).toBe('HUB');
});

test('of fifty that claim a source at once, one has it', async () => {
  const id = await newSource();
  await start(id);
  const claims = await Promise.all(Array.from({ length: 50 }, () => claim(id)));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect((await lastRuns(database, [id], 10)).get(id)).toHaveLength(1);
});

test('a claim that is not renewed ends, and with it the right to write', async () => {
  const id = await newSource();
  await start(id);
  const first = (await claim(id)) as Claim;
  await database.transaction((tx) => holdClaim(tx, first, now + leaseMs / 2));
  expect(await claim(id, now + leaseMs)).toBeUndefined();
  const second = (await claim(id, now + leaseMs * 2)) as Claim;
  expect(second).toBeDefined();
  await expect(database.transaction((tx) => holdClaim(tx, first, now + leaseMs * 2))).rejects.toThrow(
    ClaimLost,
  );
  const runs = (await lastRuns(database, [id], 10)).get(id);
  expect(runs?.map(({ outcome }) => outcome)).toEqual(['RUNNING', 'INTERRUPTED']);
});

test('what is due is found longest due first, along the index', async () => {
  await database.transaction((tx) => tx.execute(sql`DELETE FROM source_polling`));
  const [late, early, later] = [await newSource(), await newSource(), await newSource()];
  await start(late, now - 5);
  await start(early, now - 10);
  await start(later, now + 10);
  expect(await dueSources(database, now, 10)).toEqual([early, late]);
  expect(await dueSources(database, now, 1)).toEqual([early]);
  expect(await countDue(database, now)).toBe(2);
  expect(await nextDue(database)).toBe(now - 10);
});

test('who looks for what is due reads no more of the table than that', async () => {
  const sent: { text: string; parameters: readonly unknown[] }[] = [];
  const watched = await openTestDatabase({
    onStatement: (text, parameters) => sent.push({ text, parameters }),
  });
  const runner = watched.dataSource.createQueryRunner();
  if (postgresUrl) for (const way of ['seqscan', 'bitmapscan']) await runner.query(`SET enable_${way} = off`);
  for (const look of [
    () => dueSources(watched, now, 10),
    () => countDue(watched, now),
    () => nextDue(watched),
  ]) {
    sent.length = 0;
    await look();
    const { text, parameters } = sent.at(-1) as (typeof sent)[number];
    const rows: Record<string, string>[] = await runner.query(
      `${postgresUrl ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN'} ${text}`,
      [...parameters],
    );
    const plan = rows.map((row) => String(row.detail ?? row['QUERY PLAN'])).join('\n');
    expect(plan).toContain('source_polling_due');
    expect(plan).not.toMatch(/Sort|TEMP B-TREE/);
  }
  await runner.release();
  await watched.close();
});
