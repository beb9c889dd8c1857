import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Queryable } from '../database/database.js';
import { articleColumns, type LoadedArticle, readArticle } from './article-rows.js';

/** Among which articles a neighbour is sought: all, those of the same primary category, those of the same source. */
export type NeighbourScope = 'SITE' | 'CATEGORY' | 'SOURCE';
export type Direction = 'PREVIOUS' | 'NEXT';

export interface NeighbourQuestion {
  articleId: number;
  scope: NeighbourScope;
  direction: Direction;
}

/**
 * What must be equal for two articles to be in one scope. Each is an equivalence, and the order by (time, id)
 * is total: that is what makes previous(next(x)) the same article as x.
 */
const sameScope: Record<NeighbourScope, Sql> = {
  SITE: sql``,
  CATEGORY: sql` AND n.primary_category_id = x.primary_category_id`,
  SOURCE: sql` AND n.source_id = x.source_id`,
};

/**
 * The place of an article among all. The plus signs take the columns' type affinity away, without which SQLite
 * searches for the time alone and walks over all articles of that time.
 */
const place = sql`(+x.published_at, +x.id)`;

/**
 * The neighbours asked for, in one statement however many articles, scopes and directions: each is one step
 * along an index. Keys of the answer are made by `neighbourKey`; an article at the end of its scope has none.
 */
export async function neighboursOf(
  database: Queryable,
  questions: readonly NeighbourQuestion[],
): Promise<Map<string, LoadedArticle>> {
  if (questions.length === 0) return new Map();
  const arms = new Map<string, { scope: NeighbourScope; direction: Direction; ids: Set<number> }>();
  for (const { articleId, scope, direction } of questions) {
    const arm = arms.get(scope + direction) ?? { scope, direction, ids: new Set() };
    arms.set(scope + direction, arm);
    arm.ids.add(articleId);
  }
  const selects = [...arms.values()].map(({ scope, direction, ids }) => {
    const [comparison, order] = direction === 'PREVIOUS' ? [raw('<'), raw('DESC')] : [raw('>'), raw('ASC')];
    return sql`SELECT x.of_id, ${raw(`'${scope}'`)} AS scope, ${raw(`'${direction}'`)} AS direction, ${articleColumns}
      FROM (SELECT x.id AS of_id, (
          SELECT n.id FROM article n
          WHERE NOT n.withdrawn${sameScope[scope]} AND (n.published_at, n.id) ${comparison} ${place}
          ORDER BY n.published_at ${order}, n.id ${order} LIMIT 1
        ) AS neighbour_id FROM article x WHERE x.id IN (${join([...ids])})) x
      JOIN article a ON a.id = x.neighbour_id
      JOIN source s ON s.id = a.source_id`;
  });
  const rows = await database.query<{ of_id: number; scope: NeighbourScope; direction: Direction }>(
    join(selects, ' UNION ALL '),
  );
  return new Map(
    rows.map((row) => [
      neighbourKey({ articleId: row.of_id, scope: row.scope, direction: row.direction }),
      readArticle(row as never) as LoadedArticle,
    ]),
  );
}

export function neighbourKey({ articleId, scope, direction }: NeighbourQuestion): string {
  return `${articleId} ${scope} ${direction}`;
}
