import type { HubSubscription } from '../../entities/hub-subscription.js';
import { FetchFailure } from '../http/fetch-failure.js';
import type { WebClient } from '../http/web-client.js';
import { askedLease } from './hub-schedule.js';

/** Why a hub gave nothing, for an operator, and when it wants to be asked again, if it says so. */
export interface Problem {
  problem: string;
  retryAt?: number | undefined;
  /** Whether the hub did not answer at all: then it does not answer others either. */
  isDown?: boolean;
}

/**
 * Asks a hub to subscribe us, or to let us go (WebSub, section 5.1): it takes the request, and calls back to have it
 * confirmed. A secret goes with it where there is one; what a hub without TLS delivers is no more than a hint.
 *
 * @returns what went wrong; undefined where the hub has taken it, or we were stopped and will ask again
 */
export async function requestAtHub(
  { callbackId, state, topicUrl, hubUrl, secret }: HubSubscription,
  { web, callbackBase, signal }: { web: WebClient; callbackBase: string; signal: AbortSignal | undefined },
): Promise<Problem | undefined> {
  const isEnding = state === 'ENDING';
  const form = new URLSearchParams({
    'hub.callback': `${callbackBase}/${callbackId}`,
    'hub.mode': isEnding ? 'unsubscribe' : 'subscribe',
    'hub.topic': topicUrl,
    ...(isEnding ? {} : { 'hub.lease_seconds': String(askedLease) }),
    ...(isEnding || secret === null ? {} : { 'hub.secret': secret }),
  });
  try {
    await web.fetch({
      url: hubUrl,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      robots: false,
      maxBytes: 100_000,
      timeoutMs: 20_000,
      signal,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof FetchFailure)) throw error;
    if (error.code === 'ABORTED') return undefined;
    return {
      problem: `${error.code}: ${error.message}; ${error.advice}`,
      retryAt: error.retryAt,
      isDown: error.status === undefined,
    };
  }
}
