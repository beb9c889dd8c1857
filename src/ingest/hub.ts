import pLimit from 'p-limit';
import type { HubSubscription } from '../../entities/hub-subscription.js';
import type { Database, Queryable, Transaction } from '../database/database.js';
import type { WebClient } from '../http/web-client.js';
import { type HubOffer, usableHubs } from './hub-links.js';
import { type Problem, requestAtHub } from './hub-request.js';
import {
  currentSubscription,
  dueSubscriptions,
  endUnwanted,
  hasUnwanted,
  insertSubscription,
  replaceSubscription,
} from './hub-rows.js';
import { failed, requested, tlsOnly, unguessable } from './hub-schedule.js';
import { isCovered } from './hub-state.js';

/** Subscribes to feeds at their hubs (https://www.w3.org/TR/websub/), so that what is new is known at once. */
export interface HubSubscriber {
  /**
   * Takes down what a feed offers: to be called after each run that read it, not after a 304, which says nothing of the
   * feed. Only the database is touched, and only when something has changed; the hubs are asked by `renew`.
   */
  offered(sourceId: number, offer: HubOffer): Promise<void>;
  /**
   * Does what is due: subscribes, renews, tries again, and gives up what is not wanted any more. To be called about once
   * a minute; costs two queries when nothing is due. Fails only when the database does, never for a hub.
   *
   * @param signal - breaks off what goes on; the next call does it
   */
  renew(signal?: AbortSignal): Promise<void>;
  /** Whether the hub of a source can be relied on: the source is then polled seldom. */
  isCovered(queryable: Queryable, sourceId: number): Promise<boolean>;
}

export interface HubSubscriberOptions {
  database: Database;
  web: WebClient;
  /** Where hubs reach us: PUBLIC_URL + `/websub`. */
  callbackBase: string;
  now?: (() => number) | undefined;
  logger: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
}

interface Pass extends HubSubscriberOptions {
  /** By host, hubs that gave no answer in this pass: a thousand sources do not wait for one of them in turn. */
  down: Map<string, Problem>;
  signal: AbortSignal | undefined;
}

const batch = 100;
const atOnce = 4;
/** After so many requests a hub that does not let go is left to find out by itself: deliveries are answered with 410. */
const farewells = 5;
const unanswered: Problem = {
  problem:
    'The hub did not confirm the subscription; check that it can reach PUBLIC_URL from the internet. It is asked again.',
};

export function createHubSubscriber(options: HubSubscriberOptions): HubSubscriber {
  const { database, now = Date.now } = options;
  let renewal: Promise<void> | undefined;
  return {
    async offered(sourceId, { hubUrls, topicUrl }) {
      const offer = { hubUrls: usableHubs(hubUrls), topicUrl };
      if (isAsBefore(await currentSubscription(database, sourceId), offer)) return;
      await database.transaction((tx) => takeDown(tx, sourceId, offer, now()));
    },
    renew(signal) {
      renewal ??= renewDue({ ...options, down: new Map(), signal }).finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
    isCovered: (queryable, sourceId) => isCovered(queryable, sourceId, now()),
  };
}

function isAsBefore(current: HubSubscription | undefined, { hubUrls, topicUrl }: HubOffer): boolean {
  if (!current) return hubUrls.length === 0;
  return current.topicUrl === topicUrl && JSON.stringify(current.hubUrls) === JSON.stringify(hubUrls);
}

/** Another topic, or a list without the hub in use, is another subscription; the one before is given up. */
async function takeDown(tx: Transaction, sourceId: number, offer: HubOffer, now: number): Promise<void> {
  const { hubUrls, topicUrl } = offer;
  const current = await currentSubscription(tx, sourceId);
  if (current?.topicUrl === topicUrl && hubUrls.includes(current.hubUrl)) {
    await replaceSubscription(tx, current, { ...current, hubUrls });
    return;
  }
  if (current)
    await replaceSubscription(tx, current, {
      ...current,
      state: 'ENDING',
      dueAt: now,
      requestedAt: null,
      failures: 0,
    });
  const [hubUrl] = hubUrls;
  if (hubUrl === undefined) return;
  await insertSubscription(tx, {
    callbackId: unguessable(),
    sourceId,
    topicUrl,
    hubUrls,
    hubUrl,
    secret: tlsOnly(hubUrl) ? unguessable() : null,
    state: 'REQUESTED',
    leaseUntil: null,
    requestedAt: null,
    dueAt: now,
    failures: 0,
    problem: null,
    deliveredAt: null,
  });
}

async function renewDue(pass: Pass): Promise<void> {
  const { database, now = Date.now, signal } = pass;
  if (await hasUnwanted(database)) await database.transaction((tx) => endUnwanted(tx, now()));
  const limit = pLimit(atOnce);
  // Ends, since whatever was attended to is due later, or somebody else's now.
  while (!signal?.aborted) {
    const due = await dueSubscriptions(database, now(), batch);
    if (due.length === 0) return;
    await Promise.all(due.map((subscription) => limit(() => attend(subscription, pass))));
  }
}

/** Writes down that the hub is asked before it is: it may confirm at once, and whoever writes first is the one who asks. */
async function attend(found: HubSubscription, pass: Pass): Promise<void> {
  const { database, now = Date.now, logger, down, signal } = pass;
  if (signal?.aborted) return;
  const at = now();
  const replace = (before: HubSubscription, after?: HubSubscription) =>
    database.transaction((tx) => replaceSubscription(tx, before, after));
  const fail = async (before: HubSubscription, problem: Problem) => {
    const after = failed(before, problem, at);
    if (await replace(before, after)) logger.warn(factsOf(after), 'a hub does not give a subscription');
  };

  if (found.state === 'ENDING' && (found.failures >= farewells || (found.leaseUntil ?? 0) <= at)) {
    await replace(found);
    return;
  }
  if (found.requestedAt !== null) return fail(found, unanswered);
  const asked = requested(found, at);
  if (!(await replace(found, asked))) return;
  const hub = new URL(asked.hubUrl).host;
  const problem = down.get(hub) ?? (await requestAtHub(asked, pass));
  if (!problem && signal?.aborted) await replace(asked, { ...asked, requestedAt: null, dueAt: at });
  if (problem?.isDown) down.set(hub, problem);
  if (problem) await fail(asked, problem);
}

function factsOf({ sourceId, hubUrl, state, problem }: HubSubscription): object {
  return { sourceId, hubUrl, state, problem };
}
