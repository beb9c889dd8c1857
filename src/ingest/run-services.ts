import type { IngestRun } from '../../entities/ingest-run.js';
import type { ChangeListener } from '../catalog/changes.js';
import type { Database } from '../database/database.js';
import type { WebClient } from '../http/web-client.js';
import type { RunCounts } from './claim.js';
import type { SourceReading } from './read-source.js';
import type { RunLimits } from './run-limits.js';
import type { SourceFailure } from './source-failure.js';
import type { StoreResult } from './store.js';

/** What a run needs. */
export interface RunServices {
  database: Database;
  listeners: readonly ChangeListener[];
  web: WebClient;
  /** Milliseconds. */
  now: () => number;
  limits?: Partial<RunLimits> | undefined;
  /** From 0 to 1, as `Math.random`. */
  random?: (() => number) | undefined;
  /** Whether a hub calls when the source has something new. */
  isCovered?: ((sourceId: number) => Promise<boolean>) | undefined;
}

/** How far a run has come: what is committed. */
export interface RunProgress {
  counts: RunCounts;
  results: StoreResult[];
}

/** A run that has ended, and what became of each article. */
export interface RunReport {
  run: IngestRun;
  results: StoreResult[];
  /** What was read, after a good run. */
  reading?: SourceReading;
  failure?: SourceFailure;
}
