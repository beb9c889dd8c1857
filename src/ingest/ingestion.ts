import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import PQueue from 'p-queue';
import type { ChangeListener } from '../catalog/changes.js';
import { type IndexProgress, indexSignatures, nothingIndexed } from '../catalog/copies/signatures.js';
import type { Database } from '../database/database.js';
import type { WebClient } from '../http/web-client.js';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import { type Claim, ClaimLost, claimSource } from './claim.js';
import type { HubSubscriber } from './hub.js';
import { hubOffer } from './hub-links.js';
import { announceRun } from './run-announcement.js';
import type { RunLimits } from './run-limits.js';
import type { RunReport, RunServices } from './run-services.js';
import { runSource } from './run-source.js';
import { startSchedule } from './schedule.js';

/** Reads sources when they are due. */
export interface Ingestion {
  /** Begins to read what is due, until `stop`. */
  start(): void;
  /** Begins no more runs, ends those under way before their next batch, and hands their sources back. */
  stop(): Promise<void>;
  /**
   * Reads a source now, here, whatever its schedule; waits while another process reads it.
   *
   * @throws RangeError where there is no such source
   */
  refresh(sourceId: number): Promise<RunReport>;
}

export interface IngestionOptions {
  database: Database;
  listeners: readonly ChangeListener[];
  web: WebClient;
  logger: Logger;
  metrics?: Metrics | undefined;
  /** Sources that are read at the same time, here. */
  concurrency?: number | undefined;
  /** Milliseconds. */
  now?: (() => number) | undefined;
  random?: (() => number) | undefined;
  hub?: HubSubscriber | undefined;
  limits?: Partial<RunLimits> | undefined;
  /** How long a source rests after whoever read it has died, in milliseconds. */
  leaseMs?: number | undefined;
}

const defaultConcurrency = 8;
/** From one look at a source that another process reads to the next, in milliseconds. */
const claimPauseMs = 500;

export function createIngestion(options: IngestionOptions): Ingestion {
  const { listeners, web, logger, metrics, hub, now = Date.now, random, limits } = options;
  const database = oneWriteAtATime(options.database);
  const { concurrency = defaultConcurrency, leaseMs } = options;
  const stopping = new AbortController();
  setMaxListeners(Number.POSITIVE_INFINITY, stopping.signal); // As many as there are runs is no leak.
  const runs = new PQueue({ concurrency });
  const services: RunServices = {
    ...{ database, listeners, web, now, random, limits },
    isCovered: hub && ((sourceId) => hub.isCovered(database, sourceId)),
  };
  const newClaim = () => ({ token: randomUUID(), now: now(), leaseMs });
  const indexed = { ...nothingIndexed };
  let schedule: { stop(): Promise<void> } | undefined;

  /** One run of a source that is claimed; undefined where the claim is lost on the way. */
  async function run(claim: Claim): Promise<RunReport | undefined> {
    const begun = performance.now();
    try {
      const report = await runSource(services, claim, stopping.signal);
      announceRun(claim.source, report, { seconds: (performance.now() - begun) / 1_000, logger, metrics });
      await tellHub(claim, report);
      return report;
    } catch (error) {
      if (!(error instanceof ClaimLost)) throw error;
      logger.warn({ source: claim.source.slug }, 'a source was taken over by another process');
      return undefined;
    }
  }

  /** A 304 says nothing of what the feed offers. */
  async function tellHub({ source }: Claim, { reading }: RunReport): Promise<void> {
    if (!hub || !reading?.feed) return;
    try {
      await hub.offered(source.id, hubOffer(reading.response, reading.feed));
    } catch (err) {
      logger.warn(
        { err, source: source.slug },
        'what a feed says of its hubs could not be taken down; next time',
      );
    }
  }

  async function refresh(sourceId: number): Promise<RunReport> {
    for (;;) {
      stopping.signal.throwIfAborted();
      const claim = await claimSource(database, sourceId, { ...newClaim(), wanted: true });
      const report = claim && (await run(claim));
      if (report) return report;
      await pause(claimPauseMs, undefined, { signal: stopping.signal });
    }
  }

  return {
    start() {
      schedule ??= startSchedule({
        ...{ database, logger, metrics, runs, now },
        chores: [
          ...(hub ? [() => hub.renew(stopping.signal)] : []),
          () => compareOthers(database, indexed, stopping.signal),
        ],
        async run(sourceId) {
          if (stopping.signal.aborted) return;
          const claim = await claimSource(database, sourceId, newClaim());
          if (claim) await run(claim);
        },
      });
    },
    async stop() {
      stopping.abort(new Error('This process stops'));
      await schedule?.stop();
      await runs.onIdle();
    },
    refresh: (sourceId) => runs.add(() => refresh(sourceId)) as Promise<RunReport>,
  };
}

/** Makes what was imported or edited comparable with what is taken in, some at a time: it is work. */
async function compareOthers(
  database: Database,
  progress: IndexProgress,
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; round < 50 && !signal.aborted; round += 1) {
    if ((await indexSignatures(database, { limit: 50, progress })) === 0) return;
    await nextTurn();
  }
}

/** Runs that write at the same time would only be in each other's way: serializable transactions that meet start over. */
function oneWriteAtATime(database: Database): Database {
  const limit = pLimit(1);
  return { ...database, transaction: (work) => limit(() => database.transaction(work)) };
}
