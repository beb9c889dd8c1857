import sql, { join } from 'sql-template-tag';
import type { RunOutcome } from '../../entities/ingest-enums.js';
import { IngestRun } from '../../entities/ingest-run.js';
import type { SourcePolling } from '../../entities/source-polling.js';
import { type CatalogWriter, catalogWriterIn } from '../catalog/writer.js';
import type { Transaction } from '../database/database.js';
import { type Claim, holdClaim, type RunCounts } from './claim.js';
import { pollingOf } from './health.js';
import type { SourceReading } from './read-source.js';
import { freshSeconds, learnedInterval, type NextRun, nextRun, retryAfterFailure } from './rhythm.js';
import type { RunProgress, RunServices } from './run-services.js';
import type { SourceFailure } from './source-failure.js';

/** Runs of a source that are kept. */
const runsKept = 50;
/** Parameters in one statement. */
const chunk = 1_000;

/** What a good run has come to. */
export interface GoodRun extends RunProgress {
  reading: SourceReading;
  /** Keys of entries that the feed has dropped. */
  forgotten: readonly string[];
  /** Whether all that was to be taken in was. */
  isDone: boolean;
}

/** Ends a good run: keeps validators if all was taken in, sets the next run and gives the source back, all at once. */
export async function finishRun(services: RunServices, claim: Claim, good: GoodRun): Promise<IngestRun> {
  const { database, listeners, random, isCovered } = services;
  const { reading, counts, isDone } = good;
  const { source, polling } = claim;
  const now = services.now();
  const found = counts.published + counts.modified + counts.copies > 0;
  const times = (reading.feed?.entries ?? []).flatMap(
    ({ published, updated }) => (published ?? updated)?.at ?? [],
  );
  const intervalSeconds = learnedInterval({
    now,
    times,
    found,
    lastChangeAt: polling.lastChangeAt,
    intervalSeconds: polling.intervalSeconds,
  });
  // What the schedule has found the hub has not told of.
  const covered = !(found && claim.run.trigger === 'SCHEDULE') && ((await isCovered?.(source.id)) ?? false);
  return database.transaction(async (tx) => {
    await holdClaim(tx, claim, now);
    await followMove(catalogWriterIn(tx, listeners, now), claim, reading);
    if (isDone && showsAll(reading)) await forget(tx, source.id, good.forgotten);
    const pages = await pendingPages(tx, source.id);
    const regular = nextRun({
      now,
      intervalSeconds,
      wishSeconds: Math.max(reading.feed?.refreshSeconds ?? 0, freshSeconds(reading.response.headers)),
      isCovered: covered,
      isUnfinished: !isDone || (pages.dueAt !== undefined && pages.dueAt <= now),
      random,
    });
    const next: NextRun =
      pages.dueAt !== undefined && pages.dueAt > now && pages.dueAt < regular.at
        ? { at: pages.dueAt, reason: 'UNFINISHED' }
        : regular;
    const isSame = !reading.feed && counts.entries === 0;
    await release(tx, claim, next, {
      intervalSeconds,
      lastRunAt: now,
      lastSuccessAt: now,
      failures: 0,
      problemCode: null,
      problem: null,
      ...(found ? { lastChangeAt: now } : {}),
      ...(isDone ? reading.validators : {}),
    });
    return endRun(tx, claim, now, {
      outcome: isSame ? 'NOT_MODIFIED' : 'SUCCEEDED',
      httpStatus: reading.response.status,
      ...leftOut(reading),
      ...counts,
      pending: pages.count,
    });
  });
}

/** Whether what the feed lacks is no more in it: one that was cut off, or has nothing at all, may have it again the next time. */
function showsAll({ feed }: SourceReading): boolean {
  return feed !== undefined && feed.entries.length > 0 && !feed.isTruncated && !feed.entriesLeftOut;
}

/** What a feed that was read had, and we have not. */
function leftOut({ feed }: SourceReading): Partial<IngestRun> {
  if (feed?.isTruncated)
    return {
      problemCode: 'TRUNCATED',
      problem: 'The feed ends in the middle: its whole entries were taken in; it is read again in full',
    };
  if (feed?.entriesLeftOut)
    return {
      problemCode: 'TOO_MANY_ENTRIES',
      problem: `The feed has ${feed.entriesLeftOut} entries more than are read of one: ask the publisher for a shorter one`,
    };
  return {};
}

/** Ends a run that could not read its source; one that is gone for good is halted. */
export function failRun(
  { database, now, random }: RunServices,
  claim: Claim,
  failure: SourceFailure,
  counts: RunCounts,
): Promise<IngestRun> {
  const at = now();
  const { polling } = claim;
  const failures = polling.failures + 1;
  const next = retryAfterFailure({
    now: at,
    intervalSeconds: polling.intervalSeconds,
    failures,
    retryAt: failure.retryAt,
    random,
  });
  const { code: problemCode } = failure;
  const problem = `${failure.message}; ${failure.advice}`.slice(0, 1_000);
  return database.transaction(async (tx) => {
    await holdClaim(tx, claim, at);
    await release(tx, claim, next, {
      lastRunAt: at,
      failures,
      problemCode,
      problem,
      ...(problemCode === 'GONE' ? { state: 'PAUSED' } : {}),
    });
    const httpStatus = failure.status ?? null;
    return endRun(tx, claim, at, { outcome: 'FAILED', httpStatus, problemCode, problem, ...counts });
  });
}

/** Ends a run because this process stops: the source is due at once, for another to read. */
export function interruptRun(
  { database, now }: RunServices,
  claim: Claim,
  counts: RunCounts,
): Promise<IngestRun> {
  const at = now();
  const { nextRunReason: reason, requestedAt, requestedBy } = claim.polling;
  return database.transaction(async (tx) => {
    await holdClaim(tx, claim, at);
    await release(tx, claim, { at, reason }, { requestedAt, requestedBy });
    return endRun(tx, claim, at, { outcome: 'INTERRUPTED', ...counts });
  });
}

export async function saveCounts(tx: Transaction, runId: number, counts: RunCounts): Promise<void> {
  const { entries, published, modified, unchanged, copies, rejected, pending } = counts;
  await tx.execute(
    sql`UPDATE ingest_run SET entries = ${entries}, published = ${published}, modified = ${modified},
      unchanged = ${unchanged}, copies = ${copies}, rejected = ${rejected}, pending = ${pending} WHERE id = ${runId}`,
  );
}

/** Gives a source back. Who has asked for it meanwhile gets another run: this one may have looked too early. */
async function release(
  tx: Transaction,
  { source, polling }: Claim,
  next: NextRun,
  changes: Partial<SourcePolling>,
): Promise<void> {
  const current = (await pollingOf(tx, [source.id])).get(source.id) as SourcePolling;
  const isAskedAgain = current.requestedAt !== polling.requestedAt;
  const due = {
    nextRunAt: next.at,
    nextRunReason: next.reason,
    requestedAt: null,
    requestedBy: null,
    ...changes,
  };
  const { nextRunAt, nextRunReason, requestedAt, requestedBy } = current;
  const asked = isAskedAgain ? { nextRunAt, nextRunReason, requestedAt, requestedBy } : {};
  const row = { ...current, ...due, ...asked };
  await tx.execute(
    sql`UPDATE source_polling SET state = ${row.state}, next_run_at = ${row.nextRunAt},
      next_run_reason = ${row.nextRunReason}, requested_at = ${row.requestedAt}, requested_by = ${row.requestedBy},
      interval_seconds = ${row.intervalSeconds}, last_run_at = ${row.lastRunAt}, last_success_at = ${row.lastSuccessAt},
      last_change_at = ${row.lastChangeAt}, failures = ${row.failures}, problem_code = ${row.problemCode},
      problem = ${row.problem}, fetched_url = ${row.fetchedUrl}, etag = ${row.etag}, last_modified = ${row.lastModified},
      body_hash = ${row.bodyHash}, claimed_by = NULL, claimed_until = NULL WHERE source_id = ${source.id}`,
  );
}

async function endRun(
  tx: Transaction,
  { run }: Claim,
  now: number,
  end: { outcome: RunOutcome } & Partial<IngestRun>,
): Promise<IngestRun> {
  const ended = Object.assign(new IngestRun(), run, end, { finishedAt: now });
  await saveCounts(tx, run.id, ended);
  await tx.execute(
    sql`UPDATE ingest_run SET outcome = ${ended.outcome}, finished_at = ${now}, http_status = ${ended.httpStatus},
      problem_code = ${ended.problemCode}, problem = ${ended.problem} WHERE id = ${run.id}`,
  );
  await tx.execute(
    sql`DELETE FROM ingest_run WHERE source_id = ${run.sourceId} AND id <= (
      SELECT id FROM ingest_run WHERE source_id = ${run.sourceId} ORDER BY id DESC LIMIT 1 OFFSET ${runsKept})`,
  );
  return ended;
}

/** A feed that has moved for good is read at its new address from now on, unless an editor has chosen one meanwhile. */
async function followMove(
  writer: CatalogWriter,
  { source }: Claim,
  { response: { permanentUrl: feedUrl } }: SourceReading,
): Promise<void> {
  if (source.feedUrl === null || feedUrl === source.feedUrl) return;
  await writer.saveSource({ slug: source.slug, feedUrl, ifUnmodifiedSince: source.modifiedAt });
}

async function forget(tx: Transaction, sourceId: number, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += chunk)
    await tx.execute(
      sql`DELETE FROM seen_entry WHERE source_id = ${sourceId} AND entry_key IN (${join(keys.slice(from, from + chunk))})`,
    );
}

async function pendingPages(
  tx: Transaction,
  sourceId: number,
): Promise<{ count: number; dueAt: number | undefined }> {
  const [row] = await tx.query<{ count: number; due_at: number | null }>(
    sql`SELECT count(*) AS count, min(page_due_at) AS due_at FROM seen_entry
      WHERE source_id = ${sourceId} AND page_due_at IS NOT NULL`,
  );
  return { count: Number(row?.count ?? 0), dueAt: row?.due_at ?? undefined };
}
