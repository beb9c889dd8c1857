import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../database/database.js';
import { CatalogedError } from '../errors.js';
import { createRepeatFilter, type Viewer } from './repeat-views.js';
import { isRobot } from './robots.js';
import { commitViews, type View } from './view-commit.js';

export interface ViewRecorderOptions {
  /** How long, in milliseconds, a group gathers views before it is committed. Default 0: no longer than the commit before it takes. */
  gather?: number;
  /** How many views may be waiting or being committed, at most 30,000. Default 10,000. */
  limit?: number;
  /** How many views are remembered in order to drop repeats. Default 200,000. */
  remembered?: number;
}

/** What became of the views of one call. */
export interface RecordedViews {
  /** Counted, and on disk. */
  recorded: number;
  /** Not counted: repeats, and all views of a robot. */
  ignored: number;
}

export interface ViewRecorder {
  /**
   * Counts views of articles by one viewer. Settles after the commit: what was acknowledged is on disk, and after an
   * error nothing was counted and the same call may be made again.
   *
   * @param articleIds - Known to be articles: nothing here can tell.
   * @param now - Milliseconds since 1970; the time of the views.
   * @throws CatalogedError SERVICE_UNAVAILABLE while too many views wait, and after `close`.
   */
  record(articleIds: readonly number[], viewer: Viewer, now?: number): Promise<RecordedViews>;
  /** Refuses further views and settles when those that wait have been committed. */
  close(): Promise<void>;
}

interface Group {
  views: View[];
  committed: Promise<void>;
}

/**
 * Counts views with group commit (D. DeWitt et al., "Implementation Techniques for Main Memory Database Systems",
 * SIGMOD 1984): the views that arrive while a commit is under way go into the next one together, so that the disk is
 * waited for once a group and not once a view.
 */
export function createViewRecorder(database: Database, options: ViewRecorderOptions = {}): ViewRecorder {
  const { gather = 0, limit = 10_000, remembered } = options;
  const repeats = createRepeatFilter(remembered);
  let closed = false;
  let pending = 0;
  /** The group that still takes views. */
  let open: Group | undefined;
  /** Settles when the newest group has been committed or has failed. */
  let newest: Promise<unknown> = Promise.resolve();

  async function commit(views: readonly View[], before: Promise<unknown>): Promise<void> {
    await before;
    if (gather > 0 && !closed) await pause(gather);
    open = undefined;
    await database.transaction((tx) => commitViews(tx, views));
  }

  function openGroup(): Group {
    const views: View[] = [];
    const committed = commit(views, newest);
    newest = committed.catch(() => undefined); // Every call in the group tells its caller of the error.
    return { views, committed };
  }

  return {
    async record(articleIds, viewer, now = Date.now()) {
      if (closed) throw new CatalogedError('SERVICE_UNAVAILABLE', 'The server is shutting down; try again.');
      if (isRobot(viewer.userAgent)) return { recorded: 0, ignored: articleIds.length };
      if (pending + articleIds.length > limit)
        throw new CatalogedError(
          'SERVICE_UNAVAILABLE',
          'Too many views are waiting to be counted; try again.',
        );

      const { fresh, takeBack } = repeats.admit(articleIds, viewer, now);
      if (fresh.length > 0) {
        pending += fresh.length;
        open ??= openGroup();
        open.views.push(...fresh.map((articleId) => ({ articleId, at: now })));
        try {
          await open.committed;
        } catch (error) {
          takeBack();
          throw error;
        } finally {
          pending -= fresh.length;
        }
      }
      return { recorded: fresh.length, ignored: articleIds.length - fresh.length };
    },
    async close() {
      closed = true;
      await newest;
    },
  };
}
