import { randomBytes } from 'node:crypto';
import type { HubSubscription } from '../../entities/hub-subscription.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What is asked for, in seconds; the hub says what it gives. */
export const askedLease = (10 * day) / 1_000;
/** What is believed at most: then the hub must show that it is still there. */
const longestLease = 30 * day;
/** How long a hub may take to confirm. */
const patience = hour;
const backOff = { first: 10 * minute, longest: day };

export const tlsOnly = (url: string): boolean => url.startsWith('https:');

/** 256 bits, 43 characters: as the last part of an address, and as a secret, which must be below 200 bytes. */
export const unguessable = (): string => randomBytes(32).toString('base64url');

/** Whether the hub is bound to deliver. */
export function isInForce({ state, leaseUntil }: HubSubscription, now: number): boolean {
  return state !== 'FAILED' && leaseUntil !== null && leaseUntil > now;
}

/**
 * The members that change once a hub has confirmed. It is asked again a day before the lease ends, or after two thirds of
 * a short one; a hub that gives minutes only is not asked all the time.
 *
 * @param leaseSeconds - as the hub says it; hubs of before WebSub say nothing, and mean for ever
 */
export function confirmed(
  leaseSeconds: string | undefined,
  now: number,
): Pick<HubSubscription, 'leaseUntil' | 'dueAt'> {
  const said = /^\d+$/.test(leaseSeconds ?? '') ? Number(leaseSeconds) : askedLease;
  const lease = Math.min(said * 1_000, longestLease);
  return { leaseUntil: now + lease, dueAt: now + Math.max(lease - Math.min(lease / 3, day), 5 * minute) };
}

/**
 * The subscription as its next request makes it. While a lease runs the same hub is asked under the same address; else the
 * hubs take turns, and each has an address and a secret of its own.
 */
export function requested(subscription: HubSubscription, now: number): HubSubscription {
  const asked = { ...subscription, requestedAt: now, dueAt: now + patience };
  if (subscription.state === 'ENDING' || isInForce(subscription, now)) return asked;
  const { hubUrls, hubUrl: before, failures } = subscription;
  const hubUrl = hubUrls[failures % hubUrls.length] ?? before;
  const address =
    hubUrl === before ? {} : { callbackId: unguessable(), secret: tlsOnly(hubUrl) ? unguessable() : null };
  return { ...asked, ...address, hubUrl, state: 'REQUESTED', leaseUntil: null };
}

/** The subscription after a request that came to nothing: the next hub has its turn at once; after all of them is a pause. */
export function failed(
  subscription: HubSubscription,
  { problem, retryAt = 0 }: { problem: string; retryAt?: number | undefined },
  now: number,
): HubSubscription {
  const failures = subscription.failures + 1;
  const after = { ...subscription, requestedAt: null, failures, problem };
  const pause = (rounds: number) =>
    Math.max(now + Math.min(backOff.first * 2 ** (rounds - 1), backOff.longest), retryAt);
  if (subscription.state === 'ENDING' || isInForce(subscription, now))
    return { ...after, dueAt: pause(failures) };
  const hubs = subscription.hubUrls.length;
  return {
    ...after,
    state: 'FAILED',
    leaseUntil: null,
    dueAt: failures % hubs === 0 ? pause(failures / hubs) : now,
  };
}
