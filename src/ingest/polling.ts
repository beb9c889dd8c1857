import sql from 'sql-template-tag';
import type { RunTrigger } from '../../entities/ingest-enums.js';
import { SourcePolling } from '../../entities/source-polling.js';
import type { Queryable, Transaction } from '../database/database.js';
import { insertStatements } from '../database/rows.js';
import { pollingOf } from './health.js';
import { firstIntervalSeconds } from './rhythm.js';

/** Lets a source be read by itself from now on: at once where it never was, else as it was before it was halted. */
export async function startPolling(tx: Transaction, sourceId: number, now: number): Promise<void> {
  const known = (await pollingOf(tx, [sourceId])).get(sourceId);
  if (!known) return insertPolling(tx, { sourceId, state: 'ACTIVE', nextRunAt: now, nextRunReason: 'NEW' });
  await tx.execute(sql`UPDATE source_polling SET state = 'ACTIVE' WHERE source_id = ${sourceId}`);
}

/** Halts a source; a run that goes on is finished. @returns false where it is not read by itself */
export async function pausePolling(tx: Transaction, sourceId: number): Promise<boolean> {
  const halted = await tx.execute(
    sql`UPDATE source_polling SET state = 'PAUSED', requested_at = NULL, requested_by = NULL
      WHERE source_id = ${sourceId} AND state = 'ACTIVE'`,
  );
  return halted > 0;
}

/**
 * Makes a source due now, be it halted or never read: then it is halted again after the run. A run that goes on is
 * followed by another, since it may have looked too early.
 */
export async function requestRun(
  tx: Transaction,
  sourceId: number,
  now: number,
  by: Exclude<RunTrigger, 'SCHEDULE'> = 'REQUEST',
): Promise<void> {
  const known = (await pollingOf(tx, [sourceId])).get(sourceId);
  // Later than the request before, which may be being attended to.
  const requestedAt = Math.max(now, (known?.requestedAt ?? 0) + 1);
  const asked = { nextRunReason: 'REQUESTED', requestedAt, requestedBy: by } as const;
  if (!known) return insertPolling(tx, { sourceId, state: 'PAUSED', nextRunAt: now, ...asked });
  await tx.execute(
    sql`UPDATE source_polling SET next_run_at = ${now}, next_run_reason = 'REQUESTED', requested_at = ${requestedAt},
      requested_by = ${by} WHERE source_id = ${sourceId}`,
  );
}

/** Sources that are due and that nobody reads, longest due first. */
export async function dueSources(queryable: Queryable, now: number, limit: number): Promise<number[]> {
  const rows = await queryable.query<{ source_id: number }>(
    sql`SELECT source_id FROM source_polling
      WHERE (state = 'ACTIVE' OR requested_at IS NOT NULL) AND next_run_at <= ${now}
        AND (claimed_until IS NULL OR claimed_until <= ${now})
      ORDER BY next_run_at, source_id LIMIT ${limit}`,
  );
  return rows.map(({ source_id }) => source_id);
}

/** How many sources are due that nobody reads. */
export async function countDue(queryable: Queryable, now: number): Promise<number> {
  const [row] = await queryable.query<{ count: number }>(
    sql`SELECT count(*) AS count FROM source_polling
      WHERE (state = 'ACTIVE' OR requested_at IS NOT NULL) AND next_run_at <= ${now}
        AND (claimed_until IS NULL OR claimed_until <= ${now})`,
  );
  return Number(row?.count ?? 0);
}

/** When the next source is due; undefined where none is read by itself. */
export async function nextDue(queryable: Queryable): Promise<number | undefined> {
  const [row] = await queryable.query<{ next_run_at: number }>(
    sql`SELECT next_run_at FROM source_polling WHERE (state = 'ACTIVE' OR requested_at IS NOT NULL)
      ORDER BY next_run_at, source_id LIMIT 1`,
  );
  return row?.next_run_at;
}

async function insertPolling(
  tx: Transaction,
  row: Pick<SourcePolling, 'sourceId' | 'state' | 'nextRunAt' | 'nextRunReason'> & Partial<SourcePolling>,
): Promise<void> {
  const polling = { intervalSeconds: firstIntervalSeconds, failures: 0, ...row };
  for (const statement of insertStatements(SourcePolling, [polling])) await tx.execute(statement);
}
