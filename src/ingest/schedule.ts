import type PQueue from 'p-queue';
import type { Database } from '../database/database.js';
import { type JobQueue, openJobQueue } from '../database/job-queue.js';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import { countDue, dueSources, nextDue } from './polling.js';

/** Sources that are offered at a time. */
const offered = 200;
/** Between two looks, in milliseconds: within that time it is seen that somebody has asked for a run. */
const longestPauseMs = 2_000;
const shortestPauseMs = 20;
const pauseAfterErrorMs = 10_000;
const choresMs = 60_000;

export interface ScheduleOptions {
  database: Database;
  logger: Logger;
  metrics: Metrics | undefined;
  /** Bounds how many sources are read at the same time. */
  runs: PQueue;
  now: () => number;
  /** Claims and reads a source, if it is still due and nobody else's. */
  run(sourceId: number): Promise<void>;
  /** Done about once a minute. */
  chores: readonly (() => Promise<unknown>)[];
}

/**
 * Looks for sources that are due, offers them to the queue, which the processes that share a database share, and takes as many
 * from it as may be read here. What is due stands in the database alone: a job that is lost with its process is offered
 * again when the claim of that process runs out.
 */
export function startSchedule(options: ScheduleOptions): { stop(): Promise<void> } {
  const { database, logger, runs } = options;
  const onError = (err: unknown) =>
    logger.error({ err }, 'the schedule of sources could not be looked at; it is tried again');
  const underWay = new Set<number>();
  let queue: JobQueue | undefined;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let isStopped = false;

  /** One look at a time; whoever asks meanwhile gets another. */
  function look(): void {
    if (isStopped) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    clearTimeout(timer);
    lookAgain = false;
    looking = lookOnce()
      .catch((error) => {
        onError(error);
        return pauseAfterErrorMs;
      })
      .then((wait) => {
        looking = undefined;
        if (isStopped) return;
        if (lookAgain) return look();
        timer = setTimeout(look, wait).unref();
      });
  }

  /** @returns milliseconds until the next look */
  async function lookOnce(): Promise<number> {
    queue ??= await openJobQueue(database, { name: 'ingest', onError });
    const now = options.now();
    const due = await dueSources(database, now, offered);
    await queue.offer(due.filter((id) => !underWay.has(id)).map(String));
    const free = runs.concurrency - runs.pending - runs.size;
    for (const job of free > 0 && !isStopped ? await queue.take(free) : []) {
      const sourceId = Number(job.key);
      underWay.add(sourceId);
      void runs.add(() => runOne(sourceId, job));
    }
    const next = await nextDue(database);
    const wait = next === undefined ? longestPauseMs : next - now;
    return Math.min(Math.max(wait <= 0 ? longestPauseMs : wait, shortestPauseMs), longestPauseMs);
  }

  async function runOne(sourceId: number, job: { end(): Promise<void> }): Promise<void> {
    try {
      if (!isStopped) await options.run(sourceId);
    } catch (err) {
      logger.error(
        { err, sourceId },
        'a run could not be ended; its source is read again when its claim runs out',
      );
    } finally {
      underWay.delete(sourceId);
      await job.end().catch(onError);
      setImmediate(look);
    }
  }

  const chores = startChores(options);
  look();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
      await runs.onIdle();
      await chores.stop();
      await queue?.close().catch(onError);
    },
  };
}

/** What is done now and then, one after another. */
function startChores({ database, logger, metrics, now, chores }: ScheduleOptions): { stop(): Promise<void> } {
  const all = [...chores, async () => metrics?.ingestDue.set(await countDue(database, now()))];
  let isStopped = false;
  const doAll = async (): Promise<void> => {
    for (const chore of all) {
      if (isStopped) return;
      await chore().catch((err) =>
        logger.warn({ err }, 'a chore of the ingestion failed; it is tried again'),
      );
    }
  };
  let doing: Promise<void> | undefined;
  const begin = () => {
    // What takes longer than a minute is not done twice for it.
    doing ??= doAll().finally(() => {
      doing = undefined;
    });
  };
  begin();
  const timer = setInterval(begin, choresMs).unref();
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await doing;
    },
  };
}
