import sql, { type Sql } from 'sql-template-tag';
import type { Source } from '../../entities/source.js';
import { listSources, sourceBySlug, sourceCursor, sourcesById } from '../catalog/sources.js';
import type { Queryable } from '../database/database.js';
import { CommandFailure } from './failure.js';

/** All sources, by slug. */
export async function allSources(database: Queryable): Promise<Source[]> {
  const found: Source[] = [];
  for (let after: string | undefined; ; ) {
    const { rows, hasNextPage } = await listSources(database, { first: 100, after });
    found.push(...rows);
    const last = rows.at(-1);
    if (!hasNextPage || !last) return found;
    after = sourceCursor(last);
  }
}

/** @throws CommandFailure where there is none */
export async function requireSource(database: Queryable, slug: string): Promise<Source> {
  const source = await sourceBySlug(database, slug);
  if (source) return source;
  const near = (await allSources(database)).filter(
    (other) => other.slug.includes(slug) || slug.includes(other.slug),
  );
  const hint =
    near.length > 0
      ? `: did you mean ${near
          .slice(0, 3)
          .map((other) => other.slug)
          .join(' or ')}?`
      : '';
  throw new CommandFailure(`There is no source "${slug}"${hint || '; "broadsheet source list" shows them'}`);
}

/**
 * The sources with these slugs; without slugs those that `where` selects from the rows `p` of how they are read.
 *
 * @throws CommandFailure where a slug is nobody's
 */
export async function chosenSources(
  database: Queryable,
  slugs: readonly string[],
  where: Sql = sql`1 = 0`,
): Promise<Source[]> {
  if (slugs.length > 0) return Promise.all(slugs.map((slug) => requireSource(database, slug)));
  const rows = await database.query<{ source_id: number }>(
    sql`SELECT p.source_id FROM source_polling p WHERE ${where}`,
  );
  const sources = await sourcesById(
    database,
    rows.map(({ source_id }) => source_id),
  );
  return [...sources.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
}
