import type { PollingReason } from '../../entities/ingest-enums.js';

/** All in seconds. */
export const bounds = {
  shortest: 5 * 60,
  longest: 24 * 3_600,
  /** The longest wait that a publisher's own wish is good for: software asks for a day or a week by default. */
  longestWish: 6 * 3_600,
  /** Where the waits after failures begin, however seldom the source is read. */
  firstRetry: 15 * 60,
  shortestRetryAfter: 60,
  longestRetryAfter: 7 * 24 * 3_600,
  /** Until what a run has left is done. */
  unfinished: 60,
} as const;
/** At what a source is read of which nothing is known, in seconds. */
export const firstIntervalSeconds = 3_600;
/** The gaps between that many articles are looked at. */
const recent = 20;
/** The wait is at least that share of the present silence. */
const silenceShare = 0.1;
/** Waits differ by up to that share, so that a thousand sources added together are not due together. */
const jitter = 0.1;

/** What a good run has found out about its source. Times in milliseconds. */
export interface Findings {
  now: number;
  /** When the entries of the feed were published, in any order; none where it was not read or dates none. */
  times: readonly number[];
  /** Whether there was something new. */
  found: boolean;
  /** When a run last found something new. */
  lastChangeAt: number | null;
  /** As the last good run left it, in seconds. */
  intervalSeconds: number;
}

/** When a source is read next, and why then. */
export interface NextRun {
  at: number;
  reason: PollingReason;
}

/** From 0 to 1, as `Math.random`. */
type Random = () => number;

/**
 * Seconds from one reading of a source to the next, by its own rhythm: half the median gap between its last articles, so
 * that one is found, as a rule, before the next one is out; and never less than a tenth of the present silence, so that
 * sources that fall asleep, or write in bursts, are asked less and less. The latter is the age-proportional lifetime of
 * the Alex file system (V. Cate, 1992), examined for caches by Gwertzman and Seltzer, "World-Wide Web Cache
 * Consistency" (USENIX 1996). Without dates the interval is halved each time that something is found.
 */
export function learnedInterval({ now, times, found, lastChangeAt, intervalSeconds }: Findings): number {
  const newestFirst = times.filter((time) => time <= now).sort((a, b) => b - a);
  const gap = medianGap(newestFirst.slice(0, recent));
  const rhythm = gap === undefined ? intervalSeconds * (found ? 0.5 : 1) : gap / 2_000;
  const newest = newestFirst[0] ?? (found ? now : (lastChangeAt ?? now));
  const silence = (now - newest) / 1_000;
  return Math.round(within(bounds.shortest, Math.max(rhythm, silence * silenceShare), bounds.longest));
}

/** The next run after a good one. */
export function nextRun({
  now,
  intervalSeconds,
  wishSeconds = 0,
  isCovered = false,
  isUnfinished = false,
  random = Math.random,
}: {
  now: number;
  intervalSeconds: number;
  /** How long the publisher asks to be left alone. */
  wishSeconds?: number | undefined;
  /** Whether a hub calls when there is something new. */
  isCovered?: boolean;
  /** Whether this run has left something to do. */
  isUnfinished?: boolean;
  random?: Random | undefined;
}): NextRun {
  const after = (seconds: number, reason: PollingReason): NextRun => ({
    at: now + Math.round(seconds * 1_000),
    reason,
  });
  if (isUnfinished) return after(bounds.unfinished, 'UNFINISHED');
  if (isCovered) return after(bounds.longest * (1 - jitter * random()), 'HUB');
  const wait = Math.max(bounds.shortest, intervalSeconds * (1 - jitter * random()));
  const wish = Math.min(wishSeconds, bounds.longestWish);
  return wish > wait ? after(wish * (1 + jitter * random()), 'PUBLISHER') : after(wait, 'RHYTHM');
}

/**
 * The next run after failures: waits that double up to a day, each between half and all of that ("equal jitter", M. Brooker,
 * "Exponential Backoff and Jitter", AWS 2015), unless the server has named a time.
 *
 * @param failures runs that have failed in a row, this one included
 */
export function retryAfterFailure({
  now,
  intervalSeconds,
  failures,
  retryAt,
  random = Math.random,
}: {
  now: number;
  intervalSeconds: number;
  failures: number;
  retryAt?: number | undefined;
  random?: Random | undefined;
}): NextRun {
  if (retryAt !== undefined) {
    const wait = within(bounds.shortestRetryAfter, (retryAt - now) / 1_000, bounds.longestRetryAfter);
    return { at: now + Math.round(wait * 1_000), reason: 'RETRY_AFTER' };
  }
  const first = Math.min(intervalSeconds, bounds.firstRetry);
  const full = Math.min(first * 2 ** (failures - 1), bounds.longest);
  const wait = within(bounds.shortest, full * (0.5 + 0.5 * random()), bounds.longest);
  return { at: now + Math.round(wait * 1_000), reason: 'BACK_OFF' };
}

/**
 * Seconds for which an answer need not be asked for again (RFC 9111, sections 4.2.1 and 5.2): `max-age`, else `Expires`
 * counted from `Date`; 0 where it says nothing or forbids to keep it.
 */
export function freshSeconds(headers: Readonly<Record<string, string>>): number {
  const control = headers['cache-control']?.toLowerCase() ?? '';
  if (/\bno-(?:cache|store)\b/.test(control)) return 0;
  const maxAge = /\bmax-age\s*=\s*"?(\d{1,10})/.exec(control)?.[1];
  if (maxAge !== undefined) return Math.max(0, Number(maxAge) - Number(headers.age ?? 0) || 0);
  const seconds = (Date.parse(headers.expires ?? '') - Date.parse(headers.date ?? '')) / 1_000;
  return seconds > 0 ? seconds : 0;
}

/** The median of the gaps between times, which are in falling order; undefined where there are fewer than two. */
function medianGap(newestFirst: readonly number[]): number | undefined {
  const gaps = newestFirst.slice(1).map((time, index) => (newestFirst[index] as number) - time);
  if (gaps.length < 2) return undefined;
  gaps.sort((a, b) => a - b);
  const middle = gaps.length >> 1;
  return gaps.length % 2 === 1 ? gaps[middle] : ((gaps[middle - 1] as number) + (gaps[middle] as number)) / 2;
}

function within(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
