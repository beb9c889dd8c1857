import sql, { join, type Sql } from 'sql-template-tag';
import type { Queryable } from '../database/database.js';

/** Articles of a category, with all below it, of a source, or of both. */
export interface Membership {
  category?: number | undefined;
  source?: number | undefined;
}

/** The ids of up to `limit` members, in no order. */
export async function memberIds(
  database: Queryable,
  membership: Membership,
  limit: number,
): Promise<number[]> {
  const rows = await database.query<{ id: number }>(sql`${members(membership)} LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

/** Which of the articles are to be had: known and not withdrawn. */
export function listedAmong(database: Queryable, ids: readonly number[]): Promise<Set<number>> {
  return membersAmong(database, {}, ids);
}

/** Which of the articles are members. */
export async function membersAmong(
  database: Queryable,
  membership: Membership,
  ids: readonly number[],
): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await database.query<{ id: number }>(
    sql`${members(membership)} AND a.id IN (${join([...ids])})`,
  );
  return new Set(rows.map(({ id }) => id));
}

function members({ category, source }: Membership): Sql {
  const ofSource = source === undefined ? sql`` : sql` AND a.source_id = ${source}`;
  return category === undefined
    ? sql`SELECT a.id FROM article a WHERE NOT a.withdrawn${ofSource}`
    : sql`SELECT a.id FROM article_category l JOIN article a ON a.id = l.article_id
        WHERE l.category_id = ${category} AND NOT l.withdrawn AND NOT a.withdrawn${ofSource}`;
}
