import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import { aborted } from './deadline.js';
import { FetchFailure } from './fetch-failure.js';

export interface Turn {
  /** Name and port, the key of its queue. */
  host: string;
  /** How long the host is left alone afterwards, in milliseconds. */
  pauseMs: number;
  signal?: AbortSignal | undefined;
}

/** One polite queue for each host. */
export interface HostQueues {
  /**
   * Runs work when it is the host's turn. A failure that names when the host wants to be asked again closes the host
   * until then, for an hour at most.
   *
   * @throws FetchFailure RATE_LIMITED at once while the host is closed, rather than to wait; ABORTED
   */
  run<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result>;
  /** Hosts that are remembered. */
  readonly size: number;
}

type Host = {
  queue: PQueue;
  /** Earliest start of the next request, and end of the time that it asked to be left alone; since the epoch. */
  freeAt: number;
  closedUntil: number;
};

/** Longest that one failure closes a host, in milliseconds: what holds for one address need not for all of them. */
const longestClosure = 60 * 60 * 1000;
/** Hosts from which on idle ones are looked for and forgotten. */
const firstSweep = 256;

/** @param concurrency requests to one host at the same time */
export function createHostQueues({
  concurrency,
  now,
}: {
  concurrency: number;
  now: () => number;
}): HostQueues {
  const hosts = new Map<string, Host>();
  let sweepAt = firstSweep;

  function hostOf(name: string): Host {
    const known = hosts.get(name);
    if (known) return known;
    if (hosts.size >= sweepAt) sweep();
    const host = { queue: new PQueue({ concurrency }), freeAt: 0, closedUntil: 0 };
    hosts.set(name, host);
    return host;
  }

  /** At twice what is left, so that each host costs the same however many there are. */
  function sweep(): void {
    const time = now();
    for (const [name, { queue, freeAt, closedUntil }] of hosts) {
      if (queue.size + queue.pending === 0 && freeAt <= time && closedUntil <= time) hosts.delete(name);
    }
    sweepAt = Math.max(firstSweep, hosts.size * 2);
  }

  function assertOpen(name: string, { closedUntil }: Host): void {
    if (closedUntil <= now()) return;
    const until = new Date(closedUntil).toISOString();
    throw new FetchFailure('RATE_LIMITED', `${name} wants to be left alone until ${until}`, {
      retryAt: closedUntil,
    });
  }

  return {
    async run({ host: name, pauseMs, signal }, work) {
      const host = hostOf(name);
      assertOpen(name, host);
      const turn = async () => {
        const wait = host.freeAt - now();
        if (wait > 0) await delay(wait, undefined, { signal });
        assertOpen(name, host);
        try {
          return await work();
        } catch (error) {
          const retryAt = (error instanceof FetchFailure && error.retryAt) || 0;
          host.closedUntil = Math.max(host.closedUntil, Math.min(retryAt, now() + longestClosure));
          throw error;
        } finally {
          host.freeAt = Math.max(host.freeAt, now() + pauseMs);
        }
      };
      try {
        return await host.queue.add(turn, { signal });
      } catch (error) {
        if (signal?.aborted && !(error instanceof FetchFailure)) throw aborted(name);
        throw error;
      }
    },
    get size() {
      return hosts.size;
    },
  };
}
