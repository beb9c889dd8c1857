import sql, { join } from 'sql-template-tag';
import { IngestReject } from '../../entities/ingest-reject.js';
import { IngestRun } from '../../entities/ingest-run.js';
import { SourcePolling } from '../../entities/source-polling.js';
import type { Queryable } from '../database/database.js';
import { type RowShape, rowShape } from '../database/rows.js';

const pollings = rowShape(SourcePolling, 'p');
const runs = rowShape(IngestRun, 'r');
const rejects = rowShape(IngestReject, 'j');

/** How each of these sources is read; one that never was is absent. */
export async function pollingOf(
  queryable: Queryable,
  sourceIds: readonly number[],
): Promise<Map<number, SourcePolling>> {
  if (sourceIds.length === 0) return new Map();
  const rows = await queryable.query(
    sql`SELECT ${pollings.columns} FROM source_polling p WHERE p.source_id IN (${join([...sourceIds])})`,
  );
  return new Map(
    rows.map((row) => {
      const polling = pollings.read(row) as SourcePolling;
      return [polling.sourceId, polling];
    }),
  );
}

/** The last `first` runs of each source, newest first; a source without runs is absent. */
export async function lastRuns(
  queryable: Queryable,
  sourceIds: readonly number[],
  first: number,
): Promise<Map<number, IngestRun[]>> {
  if (sourceIds.length === 0) return new Map();
  const rows = await queryable.query(
    sql`SELECT ${runs.columns} FROM source s JOIN ingest_run r ON r.source_id = s.id AND r.id IN (
        SELECT id FROM ingest_run WHERE source_id = s.id ORDER BY id DESC LIMIT ${first})
      WHERE s.id IN (${join([...sourceIds])}) ORDER BY r.source_id, r.id DESC`,
  );
  return bySource(rows, runs);
}

/** The last `first` rejects of each source, those of the newest run first and in its order; absent where there are none. */
export async function lastRejects(
  queryable: Queryable,
  sourceIds: readonly number[],
  first: number,
): Promise<Map<number, IngestReject[]>> {
  if (sourceIds.length === 0) return new Map();
  const rows = await queryable.query(
    sql`SELECT ${rejects.columns} FROM (
        SELECT j.*, row_number() OVER (PARTITION BY source_id ORDER BY run_id DESC, position) AS place
        FROM ingest_reject j WHERE source_id IN (${join([...sourceIds])})) j
      WHERE j.place <= ${first} ORDER BY j.source_id, j.place`,
  );
  return bySource(rows, rejects);
}

function bySource<Row extends { sourceId: number }>(
  rows: Record<string, unknown>[],
  shape: RowShape<Row>,
): Map<number, Row[]> {
  const found = new Map<number, Row[]>();
  for (const row of rows) {
    const read = shape.read(row) as Row;
    const others = found.get(read.sourceId);
    if (others) others.push(read);
    else found.set(read.sourceId, [read]);
  }
  return found;
}
