import type { Feed } from '../feeds/entry.js';
import { type Claim, ClaimLost, holdClaim, noCounts } from './claim.js';
import { entriesToTake } from './entry-work.js';
import { readSource } from './read-source.js';
import { failRun, finishRun, interruptRun } from './run-end.js';
import { defaultRunLimits } from './run-limits.js';
import type { RunProgress, RunReport, RunServices } from './run-services.js';
import { asSourceFailure } from './source-failure.js';
import { ruleOf } from './source-rules.js';
import { takeEntries } from './take-entries.js';

/**
 * Reads a source that is claimed: its feed, unless that is as it was; of the feed what is new or changed; of that the pages
 * where the feed gives only the beginning. All is stored in batches, each one transaction together with the mark of what
 * was seen, and only while the claim is ours. Validators are kept when everything is done, so that a run which dies at any
 * point is made good by the next: what it had stored is known, the rest is read again.
 *
 * @param signal when it is aborted the run ends before the next batch, and the source is due at once
 * @throws ClaimLost where somebody else has taken over; nothing of the batch that was going on is written
 */
export async function runSource(
  services: RunServices,
  claim: Claim,
  signal: AbortSignal,
): Promise<RunReport> {
  const { database, web, now } = services;
  const { source, polling } = claim;
  const lease = keepLease(services, claim, signal);
  const limits = { ...defaultRunLimits, ...services.limits };
  const progress: RunProgress = { counts: { ...noCounts }, results: [] };
  try {
    const rule = await ruleOf(database, source.id);
    const reading = await readSource(
      web,
      { source, rule, known: polling, now: now() },
      { maxBytes: limits.feedBytes, signal: lease.halt },
    );
    const { works, unchanged, forgotten } = await entriesToTake(database, {
      sourceId: source.id,
      feed: reading.feed,
      now: now(),
    });
    progress.counts = { ...noCounts, entries: works.length + unchanged, unchanged };
    const isDone = await takeEntries(services, claim, works, progress, {
      feed: reading.feed ?? emptyFeed(),
      feedUrl: reading.response.url,
      rule,
      limits,
      signal: lease.halt,
    });
    lease.halt.throwIfAborted();
    const run = await finishRun(services, claim, { ...progress, reading, forgotten, isDone });
    return { run, results: progress.results, reading };
  } catch (error) {
    if (error instanceof ClaimLost || lease.halt.reason instanceof ClaimLost)
      throw new ClaimLost(source.slug, { cause: error });
    if (signal.aborted)
      return { run: await interruptRun(services, claim, progress.counts), results: progress.results };
    const failure = asSourceFailure(error);
    return {
      run: await failRun(services, claim, failure, progress.counts),
      results: progress.results,
      failure,
    };
  } finally {
    lease.end();
  }
}

/** Stands for a feed that is as it was, while pages of its entries are still to be had. */
function emptyFeed(): Feed {
  return { format: 'rss', encoding: 'utf-8', authors: [], hubUrls: [], entries: [] };
}

/** Renews the claim while a run goes on. `halt` is aborted when the claim is lost, or `signal` is. */
function keepLease(
  { database, now }: RunServices,
  claim: Claim,
  signal: AbortSignal,
): { halt: AbortSignal; end(): void } {
  // Not AbortSignal.any: what it makes is remembered by `signal`, which lives as long as the process.
  const controller = new AbortController();
  const stop = () => controller.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  const timer = setInterval(() => {
    database
      .transaction((tx) => holdClaim(tx, claim, now()))
      // A database that cannot be reached just now is asked again; in the end the lease runs out.
      .catch((error) => error instanceof ClaimLost && controller.abort(error));
  }, claim.leaseMs / 4);
  timer.unref();
  return {
    halt: controller.signal,
    end() {
      clearInterval(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}
