import sql from 'sql-template-tag';
import type { RunTrigger } from '../../entities/ingest-enums.js';
import { IngestRun } from '../../entities/ingest-run.js';
import type { Source } from '../../entities/source.js';
import type { SourcePolling } from '../../entities/source-polling.js';
import { sourcesById } from '../catalog/sources.js';
import type { Database, Transaction } from '../database/database.js';
import { newId } from '../database/ids.js';
import { insertStatements } from '../database/rows.js';
import { pollingOf } from './health.js';
import { requestRun } from './polling.js';

/** How long a claim holds unless renewed, in milliseconds: so long a source rests when who reads it dies. */
export const defaultLeaseMs = 120_000;

/** The right to read a source and write what it holds, which one has at a time. */
export interface Claim {
  /** Nobody else's: what is written under a claim that was lost is rolled back (a fencing token). */
  token: string;
  source: Source;
  polling: SourcePolling;
  run: IngestRun;
  leaseMs: number;
}

export interface ClaimOptions {
  token: string;
  /** Milliseconds. */
  now: number;
  /** Whether to take it as one that somebody has asked for, whatever its schedule. */
  wanted?: boolean;
  leaseMs?: number | undefined;
}

/** Somebody else reads the source now, or it is no more. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/**
 * Claims a source that is due and that nobody reads, and begins a run. A run that its process did not end is ended.
 *
 * @throws RangeError where there is no such source to want
 * @returns undefined where it is not due, or somebody else reads it
 */
export function claimSource(
  database: Database,
  sourceId: number,
  { token, now, wanted = false, leaseMs = defaultLeaseMs }: ClaimOptions,
): Promise<Claim | undefined> {
  return database.transaction(async (tx) => {
    const source = (await sourcesById(tx, [sourceId])).get(sourceId);
    if (!source && wanted) throw new RangeError(`There is no source ${sourceId}`);
    if (!source) return undefined;
    if (wanted) await requestRun(tx, sourceId, now);
    const won = await tx.execute(
      sql`UPDATE source_polling SET claimed_by = ${token}, claimed_until = ${now + leaseMs}
        WHERE source_id = ${sourceId} AND (state = 'ACTIVE' OR requested_at IS NOT NULL) AND next_run_at <= ${now}
          AND (claimed_until IS NULL OR claimed_until <= ${now})`,
    );
    if (won === 0) return undefined;
    const polling = (await pollingOf(tx, [sourceId])).get(sourceId) as SourcePolling;
    await tx.execute(
      sql`UPDATE ingest_run SET outcome = 'INTERRUPTED', finished_at = ${now}
        WHERE source_id = ${sourceId} AND outcome = 'RUNNING'`,
    );
    const run = beginningRun(sourceId, polling.requestedBy ?? 'SCHEDULE', now);
    for (const statement of insertStatements(IngestRun, [run])) await tx.execute(statement);
    return { token, source, polling, run, leaseMs };
  });
}

/** Makes sure that a claim is still ours, and renews it. @throws ClaimLost */
export async function holdClaim(
  tx: Transaction,
  { token, source, leaseMs }: Claim,
  now: number,
): Promise<void> {
  const held = await tx.execute(
    sql`UPDATE source_polling SET claimed_until = ${now + leaseMs}
      WHERE source_id = ${source.id} AND claimed_by = ${token}`,
  );
  if (held === 0) throw new ClaimLost(`The source ${source.slug} is not ours to read any more`);
}

function beginningRun(sourceId: number, trigger: RunTrigger, now: number): IngestRun {
  return Object.assign(new IngestRun(), {
    id: newId(now),
    sourceId,
    trigger,
    outcome: 'RUNNING',
    startedAt: now,
    finishedAt: null,
    httpStatus: null,
    problemCode: null,
    problem: null,
    ...noCounts,
  } satisfies Partial<IngestRun>);
}

export const noCounts = {
  entries: 0,
  published: 0,
  modified: 0,
  unchanged: 0,
  copies: 0,
  rejected: 0,
  pending: 0,
};
/** What a run counts. */
export type RunCounts = { -readonly [Name in keyof typeof noCounts]: number };
