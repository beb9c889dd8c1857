import sql, { type Sql } from 'sql-template-tag';
import { HubSubscription } from '../../entities/hub-subscription.js';
import type { Queryable, Transaction } from '../database/database.js';
import { insertStatements, rowShape } from '../database/rows.js';

const shape = rowShape(HubSubscription, 'h');

/** The subscription of a source, unless it is being given up. */
export async function currentSubscription(
  queryable: Queryable,
  sourceId: number,
): Promise<HubSubscription | undefined> {
  const [found] = await select(queryable, sql`h.source_id = ${sourceId} AND h.state <> 'ENDING'`);
  return found;
}

/** The subscription that answers at an address of ours. */
export async function subscriptionAt(
  queryable: Queryable,
  callbackId: string,
): Promise<HubSubscription | undefined> {
  const [found] = await select(queryable, sql`h.callback_id = ${callbackId}`);
  return found;
}

/** Subscriptions for which something is to be done, those that wait longest first. */
export function dueSubscriptions(
  queryable: Queryable,
  now: number,
  limit: number,
): Promise<HubSubscription[]> {
  return select(queryable, sql`h.due_at <= ${now} ORDER BY h.due_at, h.callback_id LIMIT ${limit}`);
}

export async function insertSubscription(tx: Transaction, row: HubSubscription): Promise<void> {
  for (const statement of insertStatements(HubSubscription, [row])) await tx.execute(statement);
}

/**
 * Puts one state of a subscription, or none, in the place of another.
 * @returns false, and changes nothing, where somebody else was faster
 */
export async function replaceSubscription(
  tx: Transaction,
  before: HubSubscription,
  after: HubSubscription | undefined,
): Promise<boolean> {
  const removed = await tx.execute(
    sql`DELETE FROM hub_subscription WHERE callback_id = ${before.callbackId} AND state = ${before.state}
      AND due_at = ${before.dueAt} AND COALESCE(requested_at, 0) = ${before.requestedAt ?? 0}`,
  );
  if (removed > 0 && after) await insertSubscription(tx, after);
  return removed > 0;
}

/** Gives up the subscriptions of sources that are no longer read by themselves. */
export function endUnwanted(tx: Transaction, now: number): Promise<number> {
  return tx.execute(
    sql`UPDATE hub_subscription SET state = 'ENDING', due_at = ${now}, requested_at = NULL, failures = 0
      WHERE ${isUnwanted}`,
  );
}

export async function hasUnwanted(queryable: Queryable): Promise<boolean> {
  const rows = await queryable.query(sql`SELECT 1 FROM hub_subscription WHERE ${isUnwanted} LIMIT 1`);
  return rows.length > 0;
}

const isUnwanted = sql`state <> 'ENDING' AND NOT EXISTS (SELECT 1 FROM source_polling p
  WHERE p.source_id = hub_subscription.source_id AND p.state = 'ACTIVE')`;

async function select(queryable: Queryable, where: Sql): Promise<HubSubscription[]> {
  const rows = await queryable.query(sql`SELECT ${shape.columns} FROM hub_subscription h WHERE ${where}`);
  return rows.map((row) => shape.read(row) as HubSubscription);
}
