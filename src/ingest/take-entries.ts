import { IngestReject } from '../../entities/ingest-reject.js';
import type { Transaction } from '../database/database.js';
import { insertStatements } from '../database/rows.js';
import type { Feed } from '../feeds/entry.js';
import { type Claim, ClaimLost, holdClaim, type RunCounts } from './claim.js';
import {
  entriesIntake,
  pageRejection,
  type ReadEntry,
  type Rejection,
  readEntries,
  saveSeen,
  seenRow,
} from './entry-batch.js';
import type { EntryWork } from './entry-work.js';
import type { PageRule } from './page-rule.js';
import { saveCounts } from './run-end.js';
import type { RunLimits } from './run-limits.js';
import type { RunProgress, RunServices } from './run-services.js';
import { type StoreResult, storeIntake } from './store.js';

/** What entries are taken in with. */
export interface TakeOptions {
  feed: Feed;
  /** Where the feed was read. */
  feedUrl: string;
  rule: PageRule | undefined;
  limits: RunLimits;
  signal: AbortSignal;
}

/**
 * Takes entries in, the oldest first, as of articles added together the last counts as the newest. Where there are more
 * than a run may take, the newest are taken, and pages are fetched for the newest of these.
 *
 * @param works the newest first
 * @param progress grows with each batch that is committed
 * @returns whether all were taken in
 */
export async function takeEntries(
  services: RunServices,
  claim: Claim,
  works: readonly EntryWork[],
  progress: RunProgress,
  options: TakeOptions,
): Promise<boolean> {
  const { rule, limits, signal } = options;
  const { web, now } = services;
  const deadline = now() + limits.milliseconds;
  const chosen = works.slice(0, limits.entries);
  const withPage = new Set(chosen.slice(0, limits.pages));
  const mayFetch = (work: EntryWork) => withPage.has(work) && now() <= deadline;
  // Those that lack only a page that is not fetched now stay due as they are.
  const taken = chosen.filter((work) => withPage.has(work) || !work.lacksOnlyPage);
  for (let end = taken.length; end > 0; end -= limits.batch) {
    if (end < taken.length && now() > deadline) return false;
    const batch = taken.slice(Math.max(0, end - limits.batch), end).reverse();
    const { timeZone } = claim.source;
    const reader = { web, rule, timeZone, now: now(), maxBytes: limits.pageBytes, signal };
    const entries = await readEntries(batch, reader, mayFetch);
    if (signal.aborted) return false;
    await storeEntries(services, claim, entries, progress, options);
  }
  return chosen.length === works.length;
}

/**
 * Stores a batch in one transaction. Where that fails, its entries are stored one by one, so that one that nobody has
 * foreseen does not keep the others out, now and in every later run.
 */
async function storeEntries(
  services: RunServices,
  claim: Claim,
  entries: readonly ReadEntry[],
  progress: RunProgress,
  options: TakeOptions,
): Promise<void> {
  const { database, listeners, now } = services;
  let counts = progress.counts;
  const also = async (tx: Transaction, results: readonly StoreResult[]): Promise<void> => {
    counts = await noteBatch(tx, claim, { entries, results, counts: progress.counts }, options.limits, now());
  };
  try {
    const intake = entriesIntake(entries, { source: claim.source, ...options });
    const results = await storeIntake(database, listeners, intake, { also, now: now() });
    progress.results.push(...results);
  } catch (error) {
    if (error instanceof ClaimLost || database.dialect.isUnavailable(error)) throw error;
    if (entries.length > 1) {
      for (const entry of entries) await storeEntries(services, claim, [entry], progress, options);
      return;
    }
    // Would be another one the next time.
    if (database.dialect.isConflict(error)) throw error;
    const results = entries.map((entry) => unforeseen(entry, error));
    await database.transaction((tx) => also(tx, results));
    progress.results.push(...results);
  }
  progress.counts = counts;
}

/** What goes with the articles of a batch into the same transaction. @throws ClaimLost */
async function noteBatch(
  tx: Transaction,
  claim: Claim,
  {
    entries,
    results,
    counts,
  }: { entries: readonly ReadEntry[]; results: readonly StoreResult[]; counts: RunCounts },
  limits: RunLimits,
  now: number,
): Promise<RunCounts> {
  await holdClaim(tx, claim, now);
  const sourceId = claim.source.id;
  const rows = entries.map((entry) => seenRow(entry, sourceId, now));
  await saveSeen(tx, rows);
  const rejections = [
    ...results.flatMap(rejectionOf),
    ...entries.flatMap((entry) => pageRejection(entry, now) ?? []),
  ];
  const room = Math.max(0, limits.rejects - counts.rejected);
  const rejects = rejections.slice(0, room).map((rejection, index) => ({
    ...bounded(rejection),
    runId: claim.run.id,
    position: counts.rejected + index,
    sourceId,
    at: now,
  }));
  for (const statement of insertStatements(IngestReject, rejects)) await tx.execute(statement);
  const count = (kind: StoreResult['kind']) => results.filter((result) => result.kind === kind).length;
  const sum = {
    entries: counts.entries,
    published: counts.published + count('PUBLISHED'),
    modified: counts.modified + count('MODIFIED'),
    unchanged: counts.unchanged + count('UNCHANGED'),
    copies: counts.copies + count('COPY'),
    rejected: counts.rejected + rejections.length,
    pending: counts.pending + rows.filter(({ pageDueAt }) => pageDueAt !== null).length,
  };
  await saveCounts(tx, claim.run.id, sum);
  return sum;
}

function rejectionOf({ kind, url, headline, code, problem }: StoreResult): Rejection[] {
  if (kind !== 'REFUSED') return [];
  return [{ url: url ?? null, headline, code: code ?? 'INVALID', reason: problem ?? 'it cannot be stored' }];
}

function unforeseen({ entry }: ReadEntry, error: unknown): StoreResult {
  return {
    kind: 'REFUSED',
    headline: entry.title ?? '',
    url: entry.url,
    code: 'INVALID',
    problem: `it cannot be stored: ${String(error).slice(0, 300)}`,
  };
}

function bounded({ url, headline, code, reason }: Rejection): Rejection {
  return {
    url: url?.slice(0, 2_000) ?? null,
    headline: headline.slice(0, 300),
    code,
    reason: reason.slice(0, 1_000),
  };
}
