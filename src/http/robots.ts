import { LRUCache } from 'lru-cache';
import { type TimeBudget, withDeadline } from './deadline.js';
import { FetchFailure } from './fetch-failure.js';
import { parseRobots, type RobotsRules } from './robots-text.js';
import type { WebResponse } from './web-client.js';

export interface RobotsOptions {
  /** Product token of the robot. */
  token: string;
  /** Fetches a robots.txt, of which `maxRobotsBytes` are enough; says when its host's turn has come. */
  fetch: (url: string, begun: () => void) => Promise<Pick<WebResponse, 'body'>>;
  now: () => number;
}

/** What publishers ask of robots, per origin. */
export interface Robots {
  /**
   * @param budget what the server takes for its robots.txt counts against it; the wait for the host's turn does not
   * @throws FetchFailure REFUSED_BY_ROBOTS; or why the robots.txt could not be read, which forbids everything
   */
  check(url: URL, budget: TimeBudget): Promise<RobotsRules>;
}

/** A robots.txt that is being read. */
interface Reading {
  begun: Promise<unknown>;
  rules: Promise<RobotsRules>;
}

/** Longest that a robots.txt counts unless it cannot be had anew (RFC 9309, section 2.4), in milliseconds. */
const ttl = 24 * 60 * 60 * 1000;
/** Of all that are kept. */
const maxSize = 32 * 1024 * 1024;

/** Reads each origin's robots.txt when it is first asked for, and again a day later. */
export function createRobots({ token, fetch, now }: RobotsOptions): Robots {
  const cache = new LRUCache<string, { rules: RobotsRules; bytes: number; readAt: number }>({
    maxSize,
    sizeCalculation: ({ bytes }) => 1024 + bytes,
  });
  /** Those who ask meanwhile wait for the same answer. */
  const underWay = new Map<string, Reading>();

  function read(origin: string): Reading {
    const url = `${origin}/robots.txt`;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const rules = fetch(url, begin)
      .then(({ body }) => body, unavailable)
      .then((body) => {
        const rules = parseRobots(body, { url, token });
        cache.set(origin, { rules, bytes: body.length, readAt: now() });
        return rules;
      })
      .finally(() => underWay.delete(origin));
    return { begun: Promise.race([begun, rules]), rules };
  }

  async function rulesOf(origin: string, budget: TimeBudget): Promise<RobotsRules> {
    const known = cache.get(origin);
    if (known && now() - known.readAt < ttl) return known.rules;
    const reading = underWay.get(origin) ?? read(origin);
    underWay.set(origin, reading);
    const { host } = new URL(origin);
    try {
      await reading.begun;
      return await budget.spend(host, (ms) => withDeadline({ ms, host }, () => reading.rules));
    } catch (error) {
      if (known) return known.rules;
      throw unreachable(`${origin}/robots.txt`, error);
    }
  }

  return {
    async check(url, budget) {
      const rules = await rulesOf(url.origin, budget);
      if (rules.isAllowed(url)) return rules;
      throw new FetchFailure(
        'REFUSED_BY_ROBOTS',
        `robots.txt of ${url.host} forbids ${url.pathname} to ${token}`,
      );
    },
  };
}

/** A robots.txt that is "unavailable" allows everything (RFC 9309, sections 2.3.1.2 and 2.3.1.3). */
function unavailable(error: unknown): Buffer {
  if (error instanceof FetchFailure) {
    const { code, status = 0 } = error;
    const isRefusal = code === 'STATUS' && status >= 400 && status < 500;
    if (isRefusal || code === 'TOO_MANY_REDIRECTS') return Buffer.alloc(0);
  }
  throw error;
}

/** One that is "unreachable" allows nothing (RFC 9309, section 2.3.1.4). */
function unreachable(url: string, error: unknown): unknown {
  if (!(error instanceof FetchFailure)) return error;
  const { code, status, retryAt, message } = error;
  return new FetchFailure(code, `${url} cannot be read, and forbids everything until it can: ${message}`, {
    ...{ cause: error, status, retryAt },
  });
}
