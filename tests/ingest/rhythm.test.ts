import fc from 'fast-check';
import {
  bounds,
  freshSeconds,
  learnedInterval,
  nextRun,
  retryAfterFailure,
} from '../../src/ingest/rhythm.js';

const now = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;
const hour = 60 * minute;

function everyMinutes(minutes: number, count = 20): number[] {
  return Array.from({ length: count }, (_, index) => now - index * minutes * minute);
}

const unknown = { now, times: [], found: false, lastChangeAt: null, intervalSeconds: 3_600 };

describe('the interval of a source', () => {
  test.each([
    ['half the gap between its articles', everyMinutes(60), 30 * 60],
    ['never under five minutes', everyMinutes(1), bounds.shortest],
    ['never over a day', everyMinutes(60 * 24 * 7), bounds.longest],
    ['a tenth of its silence, after a burst', everyMinutes(1).map((time) => time - 20 * hour), 2 * 3_600],
    [
      'that of its last articles, not of its archive',
      [...everyMinutes(20), ...everyMinutes(60 * 24 * 30)],
      10 * 60,
    ],
    ['as before where there are too few articles to tell', everyMinutes(60, 2), 3_600],
    ['blind to dates in the future', [...everyMinutes(60), now + 1_000 * hour], 30 * 60],
  ])('is %s', (_what, times, seconds) => {
    expect(learnedInterval({ ...unknown, times })).toBe(seconds);
  });

  test('is halved where something was found that bears no dates', () => {
    expect(learnedInterval({ ...unknown, found: true })).toBe(1_800);
  });

  test('grows with the time since something was found', () => {
    const silent = (hours: number) => learnedInterval({ ...unknown, lastChangeAt: now - hours * hour });
    expect([silent(1), silent(20), silent(100)]).toEqual([3_600, 2 * 3_600, 10 * 3_600]);
  });

  const times = fc.array(fc.integer({ min: now - 1_000 * 24 * hour, max: now + 24 * hour }), {
    maxLength: 40,
  });

  test('is always within its bounds', () => {
    const findings = fc.record({
      now: fc.constant(now),
      times,
      found: fc.boolean(),
      lastChangeAt: fc.option(fc.integer({ min: 0, max: now })),
      intervalSeconds: fc.integer({ min: 0, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(findings, (found) => {
        const interval = learnedInterval(found);
        return interval >= bounds.shortest && interval <= bounds.longest;
      }),
    );
  });

  test('never falls when the gaps grow', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 1, max: 50, noNaN: true }), (given, factor) => {
        const past = given.filter((time) => time <= now);
        const stretched = past.map((time) => now - Math.round((now - time) * factor));
        const interval = (all: number[]) => learnedInterval({ ...unknown, times: all });
        return interval(stretched) >= interval(past) - 1;
      }),
    );
  });
});

describe('the next run', () => {
  const following = (options: Partial<Parameters<typeof nextRun>[0]>) => {
    const { at, reason } = nextRun({ now, intervalSeconds: 3_600, random: () => 0, ...options });
    return { seconds: (at - now) / 1_000, reason };
  };

  test('comes at the interval, up to a tenth earlier', () => {
    expect(following({})).toEqual({ seconds: 3_600, reason: 'RHYTHM' });
    expect(following({ random: () => 1 })).toEqual({ seconds: 3_240, reason: 'RHYTHM' });
  });

  test('waits as long as the publisher asks, up to six hours', () => {
    expect(following({ wishSeconds: 7_200 })).toEqual({ seconds: 7_200, reason: 'PUBLISHER' });
    expect(following({ wishSeconds: 1e6 })).toEqual({ seconds: bounds.longestWish, reason: 'PUBLISHER' });
    expect(following({ wishSeconds: 60 }).reason).toBe('RHYTHM');
  });

  test('is once a day where a hub calls, and soon where something is left', () => {
    expect(following({ isCovered: true })).toEqual({ seconds: bounds.longest, reason: 'HUB' });
    expect(following({ isUnfinished: true, isCovered: true })).toEqual({
      seconds: bounds.unfinished,
      reason: 'UNFINISHED',
    });
  });
});

describe('after failures', () => {
  const wait = (failures: number, options = {}) => {
    const next = retryAfterFailure({ now, intervalSeconds: 3_600, failures, random: () => 1, ...options });
    return { seconds: (next.at - now) / 1_000, reason: next.reason };
  };

  test('the waits double up to a day', () => {
    expect([1, 2, 3, 20].map((failures) => wait(failures).seconds)).toEqual([
      900,
      1_800,
      3_600,
      bounds.longest,
    ]);
  });

  test('the server may name the time, within a minute and a week', () => {
    expect(wait(1, { retryAt: now + 5 * hour })).toEqual({ seconds: 5 * 3_600, reason: 'RETRY_AFTER' });
    expect(wait(1, { retryAt: now - 1 }).seconds).toBe(bounds.shortestRetryAfter);
    expect(wait(1, { retryAt: now * 2 }).seconds).toBe(bounds.longestRetryAfter);
  });

  test('they stay within their bounds, however many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, share) => {
          const { seconds } = wait(failures, { random: () => share });
          return seconds >= bounds.shortest && seconds <= bounds.longest;
        },
      ),
    );
  });
});

describe('how long an answer is fresh', () => {
  test.each([
    [{ 'cache-control': 'public, max-age=600' }, 600],
    [{ 'cache-control': 'max-age=600', age: '100' }, 500],
    [{ 'cache-control': 'no-cache, max-age=600' }, 0],
    [{ expires: 'Sun, 22 Nov 2026 13:00:00 GMT', date: 'Sun, 22 Nov 2026 12:00:00 GMT' }, 3_600],
    [{ expires: '0', date: 'Sun, 22 Nov 2026 12:00:00 GMT' }, 0],
    [{ 'cache-control': 'max-age=600', expires: 'Sun, 22 Nov 2026 13:00:00 GMT' }, 600],
    [{}, 0],
  ])('%j: %d seconds', (headers: Record<string, string>, seconds) => {
    expect(freshSeconds(headers)).toBe(seconds);
  });
});
