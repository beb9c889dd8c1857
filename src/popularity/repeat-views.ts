import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** What tells one viewer from another for the length of a day. Neither is kept. */
export interface Viewer {
  /** The IP address a view came from. */
  address?: string | undefined;
  /** The `User-Agent` header it came with. */
  userAgent?: string | undefined;
}

/** The views of one viewer, less those already seen. */
export interface Admission {
  /** The articles that this viewer had not yet viewed today, each once. */
  fresh: number[];
  /** Forgets these views again: they were not counted after all. */
  takeBack(): void;
}

export interface RepeatFilter {
  /** Remembers the views and says which of them are new. `now` in milliseconds since 1970. */
  admit(articleIds: readonly number[], viewer: Viewer, now: number): Admission;
}

const dayLength = 86_400_000;

/**
 * Drops the views that a viewer repeats on the same UTC day.
 *
 * Of a view it remembers an HMAC-SHA-256 (RFC 2104) over address, user agent and article. The key is random, lives
 * in memory alone and is replaced every day, so that nobody can find out later, by trying addresses, who read what.
 * Where neither address nor user agent is known there is nothing to compare, and every call is a viewer of its own.
 *
 * @param remembered - How many views are remembered at most; beyond it the oldest may count again.
 */
export function createRepeatFilter(remembered = 200_000): RepeatFilter {
  const seen = new LRUCache<string, true>({ max: remembered });
  let today: number | undefined;
  let salt: Buffer;

  return {
    admit(articleIds, { address, userAgent }, now) {
      const articles = [...new Set(articleIds)];
      if (!address && !userAgent) return { fresh: articles, takeBack() {} };
      const day = Math.floor(now / dayLength);
      if (day !== today) {
        today = day;
        salt = randomBytes(32);
        seen.clear();
      }
      const marks: string[] = [];
      const fresh = articles.filter((articleId) => {
        const view = JSON.stringify([address ?? '', userAgent ?? '', articleId]);
        const mark = createHmac('sha256', salt).update(view).digest('base64');
        if (seen.has(mark)) return false;
        seen.set(mark, true);
        marks.push(mark);
        return true;
      });
      return {
        fresh,
        takeBack() {
          for (const mark of marks) seen.delete(mark);
        },
      };
    },
  };
}
