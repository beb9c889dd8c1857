import sql, { join, raw, type Sql } from 'sql-template-tag';
import { Source } from '../../entities/source.js';
import type { Queryable } from '../database/database.js';
import { rowShape } from '../database/rows.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { cutPage, type Page, pageBounds } from './paging.js';

const shape = rowShape(Source, 's');

/** By the permanent readable name; null when there is none. */
export async function sourceBySlug(database: Queryable, slug: string): Promise<Source | null> {
  return (await sourcesWhere(database, sql`s.slug = ${slug}`))[0] ?? null;
}

export async function sourcesById(database: Queryable, ids: readonly number[]): Promise<Map<number, Source>> {
  if (ids.length === 0) return new Map();
  const found = await sourcesWhere(database, sql`s.id IN (${join([...ids])})`);
  return new Map(found.map((source) => [source.id, source]));
}

/** A page of the sources, by slug. */
export async function listSources(
  database: Queryable,
  page: { first?: number | undefined; after?: string | undefined },
): Promise<Page<Source>> {
  const { size } = pageBounds(page);
  const after = page.after === undefined ? '' : (decodeCursor(page.after, 'SLUG', 'after')[0] as string);
  const found = await sourcesWhere(
    database,
    sql`s.slug > ${after}`,
    sql` ORDER BY s.slug LIMIT ${raw(String(size + 1))}`,
  );
  return cutPage(found, page);
}

/** The cursor of a source in `listSources`. */
export function sourceCursor(source: Source): string {
  return encodeCursor('SLUG', [source.slug]);
}

async function sourcesWhere(database: Queryable, where: Sql, rest: Sql = sql``): Promise<Source[]> {
  const rows = await database.query(sql`SELECT ${shape.columns} FROM source s WHERE ${where}${rest}`);
  return rows.map((row) => shape.read(row) as Source);
}
