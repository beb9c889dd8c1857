import sql from 'sql-template-tag';
import { SourceRule } from '../../entities/source-rule.js';
import type { Queryable, Transaction } from '../database/database.js';
import { insertStatements, rowShape } from '../database/rows.js';
import { checkedRule, type PageRule, ruleMembers } from './page-rule.js';

const shape = rowShape(SourceRule, 'r');

/** The rule for the pages of a source, where it has one. */
export async function ruleOf(queryable: Queryable, sourceId: number): Promise<PageRule | undefined> {
  const [row] = await queryable.query(
    sql`SELECT ${shape.columns} FROM source_rule r WHERE r.source_id = ${sourceId}`,
  );
  const stored = row && shape.read(row);
  if (!stored) return undefined;
  const rule: PageRule = stored.cut.length > 0 ? { cut: stored.cut } : {};
  for (const member of ruleMembers) rule[member] = stored[member] ?? undefined;
  return rule;
}

/**
 * Puts this rule in place of the one that a source had; null for none.
 *
 * @param now milliseconds
 * @throws CatalogedError `BAD_USER_INPUT` that names the member and shows what is wrong with its selector
 */
export async function saveRule(
  tx: Transaction,
  sourceId: number,
  rule: PageRule | null,
  now: number,
): Promise<void> {
  const checked = rule ? checkedRule(rule) : undefined;
  await tx.execute(sql`DELETE FROM source_rule WHERE source_id = ${sourceId}`);
  if (!checked) return;
  const row: Partial<SourceRule> = { cut: [], ...checked, sourceId, modifiedAt: now };
  for (const statement of insertStatements(SourceRule, [row])) await tx.execute(statement);
}
