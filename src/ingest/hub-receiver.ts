import sql from 'sql-template-tag';
import type { HubSubscription } from '../../entities/hub-subscription.js';
import type { Database } from '../database/database.js';
import { pollingOf } from './health.js';
import { replaceSubscription, subscriptionAt } from './hub-rows.js';
import { confirmed, failed } from './hub-schedule.js';
import { isSigned } from './hub-signature.js';
import { requestRun } from './polling.js';

export interface HubReceiverOptions {
  database: Database;
  now?: (() => number) | undefined;
  logger: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
  metrics?: { hubDeliveries: { inc(labels: { outcome: DeliveryOutcome }): void } } | undefined;
}

/** `repeated`: believed, and the source is due already; `ignored`: without the right signature. */
export type DeliveryOutcome = 'believed' | 'repeated' | 'ignored' | 'unknown';

/** What a hub calls us for: the parameters of WebSub, section 5.3, without `hub.`; some of them anybody's text. */
export interface HubIntent {
  mode?: string | undefined;
  topic?: string | undefined;
  challenge?: string | undefined;
  leaseSeconds?: string | undefined;
  reason?: string | undefined;
}

/** A source that was announced without a signature is not read again earlier than that after its last run. */
const unsignedPause = 60_000;

/** Answers hubs: whether we want what they were asked for, and what becomes of their deliveries. */
export function createHubReceiver({ database, now = Date.now, logger, metrics }: HubReceiverOptions) {
  /** Changes the subscription at an address to what `change` makes of it. @returns false where that is nothing */
  const change = (
    callbackId: string,
    next: (found: HubSubscription) => HubSubscription | 'REMOVED' | undefined,
  ) =>
    database.transaction(async (tx) => {
      const found = await subscriptionAt(tx, callbackId);
      const after = found && next(found);
      if (!found || !after) return undefined;
      await replaceSubscription(tx, found, after === 'REMOVED' ? undefined : after);
      return found;
    });

  const intents: Record<string, (callbackId: string, intent: HubIntent) => Promise<string | undefined>> = {
    async subscribe(callbackId, { topic, challenge, leaseSeconds }) {
      const found = await change(callbackId, (found) => {
        if (found.topicUrl !== topic || found.state === 'ENDING' || !challenge) return undefined;
        const lease = confirmed(leaseSeconds, now());
        return { ...found, ...lease, state: 'ACTIVE', requestedAt: null, failures: 0, problem: null };
      });
      if (found && found.state !== 'ACTIVE')
        logger.info(factsOf(found), 'a hub has confirmed a subscription');
      return found && challenge;
    },
    async unsubscribe(callbackId, { topic, challenge }) {
      const isWanted = (found: HubSubscription) =>
        found.topicUrl === topic && found.state === 'ENDING' && Boolean(challenge);
      return (await change(callbackId, (found) => (isWanted(found) ? 'REMOVED' : undefined))) && challenge;
    },
    async denied(callbackId, { topic, reason }) {
      const problem = `The hub refused${reason ? `: ${shown(reason)}` : ''}`;
      const found = await change(callbackId, (found) => {
        if (found.topicUrl !== topic) return undefined;
        if (found.state === 'ENDING') return 'REMOVED';
        return failed({ ...found, state: 'REQUESTED', leaseUntil: null }, { problem }, now());
      });
      if (found) logger.warn({ ...factsOf(found), problem }, 'a hub does not give a subscription');
      return found && '';
    },
  };

  return {
    /**
     * Whether a hub is to do what it says that it was asked for (WebSub, section 5.3).
     * @returns what to answer; undefined where it was not asked for that
     */
    async confirm(callbackId: string, intent: HubIntent): Promise<string | undefined> {
      const answer = Object.hasOwn(intents, intent.mode ?? '') ? intents[intent.mode ?? ''] : undefined;
      return answer?.(callbackId, intent);
    },

    /** Whether anything is to be delivered at an address; looked up before a body is read. */
    async isExpected(callbackId: string): Promise<boolean> {
      const isOpen = isSubscribed(await subscriptionAt(database, callbackId));
      if (!isOpen) metrics?.hubDeliveries.inc({ outcome: 'unknown' });
      return isOpen;
    },

    /**
     * Makes the source due. What was delivered is not stored: it may be a part of the feed, and one way to take articles in
     * is enough; reading the feed again is a conditional request. So a delivery that comes twice, or is replayed, adds
     * nothing, and a flood of them is one run after the other. Without the right signature it is ignored (section 7.1).
     */
    async deliver(
      callbackId: string,
      { body, signature }: { body: Buffer; signature: string | undefined },
    ): Promise<void> {
      const subscription = await subscriptionAt(database, callbackId);
      if (!subscription || !isSubscribed(subscription)) return;
      const outcome =
        subscription.secret !== null && !isSigned(body, signature, subscription.secret)
          ? 'ignored'
          : await makeDue(subscription);
      metrics?.hubDeliveries.inc({ outcome });
      if (outcome === 'ignored')
        logger.warn(factsOf(subscription), 'a delivery without the right signature was ignored');
    },
  };

  async function makeDue({ callbackId, sourceId, secret }: HubSubscription): Promise<DeliveryOutcome> {
    if (sourceId === null) return 'repeated';
    const [polling] = (await pollingOf(database, [sourceId])).values();
    const at = now();
    // A run that was asked for and has not begun finds what this announces, too; one that goes on may have looked too early.
    const isBeingRead = (polling?.claimedUntil ?? 0) > at;
    if (polling?.state !== 'ACTIVE' || (polling.requestedAt !== null && !isBeingRead)) return 'repeated';
    const dueAt = secret === null ? Math.max(at, (polling.lastRunAt ?? 0) + unsignedPause) : at;
    await database.transaction(async (tx) => {
      await tx.execute(
        sql`UPDATE hub_subscription SET delivered_at = ${at} WHERE callback_id = ${callbackId}`,
      );
      await requestRun(tx, sourceId, dueAt, 'HUB');
    });
    return 'believed';
  }
}

function isSubscribed(subscription: HubSubscription | undefined): boolean {
  return subscription?.state === 'ACTIVE' || subscription?.state === 'REQUESTED';
}

function factsOf({ sourceId, hubUrl }: HubSubscription): object {
  return { sourceId, hubUrl };
}

/** A hub's own words, on one line and not too many. */
function shown(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
}
