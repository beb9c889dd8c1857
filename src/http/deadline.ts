import { setMaxListeners } from 'node:events';
import { FetchFailure } from './fetch-failure.js';

export interface DeadlineOptions {
  /** In milliseconds; none where it is left out. */
  ms?: number;
  /** Any of them says to stop before that. */
  signals?: readonly (AbortSignal | undefined)[];
  /** For messages. */
  host: string;
}

/**
 * Runs work and settles with it, or as soon as the time is over or a signal says to stop; the work is told by a signal of
 * its own. Not by `AbortSignal.any`: on Node.js 20 that holds on to every signal ever joined to a long-lived one.
 *
 * @throws FetchFailure TIMED_OUT, ABORTED; and what the work throws
 */
export async function withDeadline<Result>(
  { ms, signals = [], host }: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const given = signals.filter((signal) => signal !== undefined);
  const controller = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
  });
  stopped.catch(() => undefined);
  const stop = () => controller.abort(aborted(host));
  const timer = ms === undefined ? undefined : setTimeout(() => controller.abort(timedOut(host)), ms);
  setMaxListeners(0, controller.signal, ...given); // As many as there are requests is no leak.
  for (const signal of given) signal.addEventListener('abort', stop);
  try {
    if (given.some(({ aborted }) => aborted)) stop();
    controller.signal.throwIfAborted();
    return await Promise.race([work(controller.signal), stopped]);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    for (const signal of given) signal.removeEventListener('abort', stop);
  }
}

/** A time that pieces of work share, whatever lies between them. */
export interface TimeBudget {
  /**
   * Runs work with what is left of the time.
   *
   * @throws FetchFailure TIMED_OUT where nothing is left; and what the work throws
   */
  spend<Result>(host: string, work: (timeLeftMs: number) => Promise<Result>): Promise<Result>;
}

export function timeBudget(ms: number): TimeBudget {
  let left = ms;
  return {
    async spend(host, work) {
      if (left <= 0) throw timedOut(host);
      const start = performance.now();
      try {
        return await work(left);
      } finally {
        left -= performance.now() - start;
      }
    },
  };
}

export function aborted(host: string): FetchFailure {
  return new FetchFailure('ABORTED', `The request to ${host} was stopped`);
}

export function timedOut(host: string): FetchFailure {
  return new FetchFailure('TIMED_OUT', `${host} did not answer in full in time`);
}
