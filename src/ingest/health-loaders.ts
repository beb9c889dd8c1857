import DataLoader from 'dataloader';
import type { IngestReject } from '../../entities/ingest-reject.js';
import type { IngestRun } from '../../entities/ingest-run.js';
import type { SourcePolling } from '../../entities/source-polling.js';
import type { Queryable } from '../database/database.js';
import { lastRejects, lastRuns, pollingOf } from './health.js';
import { type HubState, hubStateOf } from './hub-state.js';

/** How sources are read, source by source; what is asked at once is answered in one statement. */
export interface HealthLoaders {
  /** Null: nobody asked for it to be read. */
  polling(sourceId: number): Promise<SourcePolling | null>;
  /** Null: its feed offers no hub. */
  hub(sourceId: number): Promise<HubState | null>;
  /** The newest first. */
  runs(sourceId: number, first: number): Promise<IngestRun[]>;
  /** The newest first. */
  rejects(sourceId: number, first: number): Promise<IngestReject[]>;
}

type Read<Value> = (
  queryable: Queryable,
  sourceIds: readonly number[],
  first: number,
) => Promise<Map<number, Value>>;

/** Loaders for one request. Most requests ask nothing of the kind, so that each is made when it is first used. */
export function healthLoaders(database: Queryable): HealthLoaders {
  const polling = lazyLoaders<SourcePolling>(database, pollingOf);
  const hub = lazyLoaders<HubState>(database, hubStateOf);
  const runs = lazyLoaders<IngestRun[]>(database, lastRuns);
  const rejects = lazyLoaders<IngestReject[]>(database, lastRejects);
  return {
    polling: async (sourceId) => (await polling(1).load(sourceId)) ?? null,
    hub: async (sourceId) => (await hub(1).load(sourceId)) ?? null,
    runs: async (sourceId, first) => (await runs(first).load(sourceId)) ?? [],
    rejects: async (sourceId, first) => (await rejects(first).load(sourceId)) ?? [],
  };
}

/** A loader for each length that is asked for. */
function lazyLoaders<Value>(database: Queryable, read: Read<Value>) {
  let loaders: Map<number, DataLoader<number, Value | undefined>> | undefined;
  return (first: number): DataLoader<number, Value | undefined> => {
    loaders ??= new Map();
    let loader = loaders.get(first);
    if (!loader) {
      loader = new DataLoader(async (sourceIds) => {
        const found = await read(database, sourceIds, first);
        return sourceIds.map((sourceId) => found.get(sourceId));
      });
      loaders.set(first, loader);
    }
    return loader;
  };
}
