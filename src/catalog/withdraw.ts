import sql from 'sql-template-tag';
import type { WithdrawalReason } from '../../entities/enums.js';
import { WithdrawnArticle } from '../../entities/withdrawn-article.js';
import type { Transaction } from '../database/database.js';
import { insertStatements } from '../database/rows.js';

/** Why an article is to go, and what readers are told. */
export interface Withdrawal {
  articleId: number;
  reason: WithdrawalReason;
  /** Plain text for readers. */
  statement?: string | null | undefined;
  /** When it was withdrawn, where that is known from an export; milliseconds. */
  withdrawnAt?: number | undefined;
  /** Withdraw only what has not changed since; milliseconds. */
  ifUnmodifiedSince?: number | undefined;
}

export type WithdrawOutcome =
  | { kind: 'WITHDRAWN' | 'UNCHANGED' }
  | { kind: 'REFUSED'; reason: 'NOT_FOUND' | 'MODIFIED_SINCE'; field: string; message: string };

/**
 * Takes an article out of every list and puts a tombstone in its place. Its text stays stored, unreachable, so
 * that a withdrawal can be undone. Withdrawn once more, it keeps the time and takes the new reason and statement.
 */
export async function withdrawArticle(
  tx: Transaction,
  withdrawal: Withdrawal,
  now: number,
): Promise<WithdrawOutcome> {
  const { articleId, reason, statement = null } = withdrawal;
  const [article] = await tx.query<{ modified_at: number }>(
    sql`SELECT modified_at FROM article WHERE id = ${articleId}${tx.dialect.forUpdate}`,
  );
  if (!article)
    return { kind: 'REFUSED', reason: 'NOT_FOUND', field: 'id', message: 'there is no such article' };
  const [before] = await tx.query<{ reason: string; statement: string | null }>(
    sql`SELECT reason, statement FROM withdrawn_article WHERE id = ${articleId}`,
  );
  if (before?.reason === reason && before.statement === statement) return { kind: 'UNCHANGED' };
  if (withdrawal.ifUnmodifiedSince !== undefined && withdrawal.ifUnmodifiedSince !== article.modified_at) {
    return {
      kind: 'REFUSED',
      reason: 'MODIFIED_SINCE',
      field: 'ifUnmodifiedSince',
      message: 'the article has changed since',
    };
  }
  if (before) {
    await tx.execute(
      sql`UPDATE withdrawn_article SET reason = ${reason}, statement = ${statement} WHERE id = ${articleId}`,
    );
  } else {
    const row = { id: articleId, withdrawnAt: withdrawal.withdrawnAt ?? now, reason, statement };
    for (const insert of insertStatements(WithdrawnArticle, [row])) await tx.execute(insert);
    await tx.execute(sql`UPDATE article_category SET withdrawn = true WHERE article_id = ${articleId}`);
  }
  const modifiedAt = Math.max(now, article.modified_at + 1);
  await tx.execute(
    sql`UPDATE article SET withdrawn = true, modified_at = ${modifiedAt} WHERE id = ${articleId}`,
  );
  return { kind: 'WITHDRAWN' };
}
