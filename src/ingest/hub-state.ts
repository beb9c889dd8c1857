import sql, { join } from 'sql-template-tag';
import type { HubSubscriptionState } from '../../entities/hub-subscription.js';
import type { Queryable } from '../database/database.js';

/** What an operator may know of a source's subscription. */
export interface HubState {
  hubUrl: string;
  state: HubSubscriptionState;
  /** Milliseconds; null where none is running. */
  leaseUntil: number | null;
  /** When the hub last delivered something. */
  deliveredAt: number | null;
  /** What went wrong, and what to try. */
  problem: string | null;
}

/** The subscriptions of these sources that are not being given up; a source whose feed offers no hub is absent. */
export async function hubStateOf(
  queryable: Queryable,
  sourceIds: readonly number[],
): Promise<Map<number, HubState>> {
  if (sourceIds.length === 0) return new Map();
  const rows = await queryable.query<HubState & { sourceId: number }>(
    sql`SELECT source_id AS "sourceId", hub_url AS "hubUrl", state, lease_until AS "leaseUntil",
        delivered_at AS "deliveredAt", problem
      FROM hub_subscription WHERE source_id IN (${join([...sourceIds])}) AND state <> 'ENDING'`,
  );
  return new Map(rows.map(({ sourceId, ...state }) => [sourceId, state]));
}

/** A run that comes so long after a delivery has found what the hub said nothing of. In milliseconds. */
const hourAfter = 3_600_000;

/**
 * Whether the hub of a source can be relied on: its lease runs, it has delivered before, and nothing was found since that
 * it had not announced. Many feeds name a hub that their publisher never tells of anything.
 */
export async function isCovered(queryable: Queryable, sourceId: number, now: number): Promise<boolean> {
  const rows = await queryable.query(
    sql`SELECT 1 FROM hub_subscription h LEFT JOIN source_polling p ON p.source_id = h.source_id
      WHERE h.source_id = ${sourceId} AND h.state = 'ACTIVE' AND h.lease_until > ${now}
        AND h.delivered_at >= COALESCE(p.last_change_at, 0) - ${hourAfter}`,
  );
  return rows.length > 0;
}
