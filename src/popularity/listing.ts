import sql, { join } from 'sql-template-tag';
import { Popularity } from '../../entities/popularity.js';
import type { Transaction } from '../database/database.js';
import { insertStatements } from '../database/rows.js';
import { noViews } from './decay.js';

/**
 * Takes articles out of every ranking, as when they are withdrawn, or puts them back. Their views are kept, and go on
 * being counted.
 *
 * An article without a view gets a row when it is taken out, so that a view that comes later does not list it.
 *
 * @param articleIds - At most 30,000 when they are put back.
 */
export async function setListed(
  tx: Transaction,
  articleIds: readonly number[],
  listed: boolean,
): Promise<void> {
  if (articleIds.length === 0) return;
  if (listed) {
    await tx.execute(sql`UPDATE popularity SET listed = TRUE WHERE article_id IN (${join([...articleIds])})`);
    return;
  }
  const rows = articleIds.map((articleId) => ({
    articleId,
    views: 0,
    score: noViews,
    dayViews: 0,
    weekViews: 0,
    monthViews: 0,
    listed: false,
  }));
  const taken = sql` ON CONFLICT (article_id) DO UPDATE SET listed = excluded.listed`;
  for (const statement of insertStatements(Popularity, rows, taken)) await tx.execute(statement);
}
