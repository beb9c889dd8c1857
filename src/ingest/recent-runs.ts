import sql, { join } from 'sql-template-tag';
import type { RunOutcome } from '../../entities/ingest-enums.js';
import { IngestRun } from '../../entities/ingest-run.js';
import type { Queryable } from '../database/database.js';
import { rowShape } from '../database/rows.js';

const shape = rowShape(IngestRun, 'r');

/** The last readings of all sources, the newest first; only those that ended so, where outcomes are given. */
export async function recentRuns(
  queryable: Queryable,
  { first, outcomes }: { first: number; outcomes?: readonly RunOutcome[] | undefined },
): Promise<IngestRun[]> {
  const where = outcomes ? sql` WHERE r.outcome IN (${join([...outcomes])})` : sql``;
  const rows = await queryable.query(
    sql`SELECT ${shape.columns} FROM ingest_run r${where} ORDER BY r.id DESC LIMIT ${first}`,
  );
  return rows.map((row) => shape.read(row) as IngestRun);
}

/** The sources whose last reading failed, those with the most failures first. */
export async function failingSourceIds(queryable: Queryable, first: number): Promise<number[]> {
  const rows = await queryable.query<{ source_id: number }>(
    sql`SELECT source_id FROM source_polling WHERE failures > 0 ORDER BY failures DESC, source_id LIMIT ${first}`,
  );
  return rows.map(({ source_id }) => source_id);
}
