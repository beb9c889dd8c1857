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

type Read<Value> = (queryable: Queryable, sourceIds: readonly number[]) => Promise<Map<number, Value>>;
type Load<Value> = (sourceId: number) => Promise<Value | undefined>;

/** Loaders for one request. Most requests ask nothing of the kind, so that each is made when it is first used. */
export function healthLoaders(database: Queryable): HealthLoaders {
  const polling = loader(database, pollingOf);
  const hub = loader(database, hubStateOf);
  const runs = ofLength((first) => loader(database, (queryable, ids) => lastRuns(queryable, ids, first)));
  const rejects = ofLength((first) =>
    loader(database, (queryable, ids) => lastRejects(queryable, ids, first)),
  );
  return {
    polling: async (sourceId) => (await polling(sourceId)) ?? null,
    hub: async (sourceId) => (await hub(sourceId)) ?? null,
    runs: async (sourceId, first) => (await runs(first)(sourceId)) ?? [],
    rejects: async (sourceId, first) => (await rejects(first)(sourceId)) ?? [],
  };
}

function loader<Value>(database: Queryable, read: Read<Value>): Load<Value> {
  let made: DataLoader<number, Value | undefined> | undefined;
  return (sourceId) => {
    made ??= new DataLoader(async (sourceIds) => {
      const found = await read(database, sourceIds);
      return sourceIds.map((id) => found.get(id));
    });
    return made.load(sourceId);
  };
}

/** A loader for each length that is asked for. */
function ofLength<Value>(make: (first: number) => Load<Value>): (first: number) => Load<Value> {
  const made = new Map<number, Load<Value>>();
  return (first) => {
    const load = made.get(first) ?? make(first);
    made.set(first, load);
    return load;
  };
}
