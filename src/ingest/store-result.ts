import type { PublishOutcome, RefusalReason } from '../catalog/publish.js';
import type { Arrival } from './store-arrival.js';
import type { Verdict } from './store-verdict.js';

/** What became of one article. */
export interface StoreResult {
  headline: string;
  url: string | undefined;
  /** COPY: it is the text of another source's article, and was linked to that. */
  kind: PublishOutcome['kind'] | 'COPY';
  /** The address of the original of a copy. */
  copyOf?: string;
  /** Catalogued reason of a refusal. */
  code?: RefusalReason | 'NO_ADDRESS';
  /** Why it was refused, in words. */
  problem?: string;
}

/** An arrival with what is to become of it, and what became of it where it was published. */
export interface Judged {
  arrival: Arrival;
  verdict: Verdict;
  outcome?: PublishOutcome;
}

/** What its reader is told. */
export function resultOf({ arrival: { draft, own }, verdict, outcome }: Judged): StoreResult {
  const result = { headline: draft.headline, url: draft.originalUrl };
  switch (verdict.kind) {
    case 'COPY':
      return { ...result, url: own.url, kind: 'COPY', copyOf: verdict.of.original.originalUrl };
    case 'UNCHANGED':
      return {
        ...result,
        url: own.url,
        kind: 'UNCHANGED',
        ...(verdict.copyOf ? { copyOf: verdict.copyOf } : {}),
      };
    case 'WITHDRAWN': {
      const problem = `it is a copy of ${verdict.of.originalUrl}, which was withdrawn (${verdict.of.withdrawn})`;
      return { ...result, url: own.url, kind: 'REFUSED', code: 'WITHDRAWN', problem };
    }
    case 'PUBLISH':
      break;
  }
  if (!outcome) return { ...result, kind: 'REFUSED', code: 'INVALID', problem: 'nothing is known of it' };
  return outcome.kind === 'REFUSED'
    ? { ...result, kind: outcome.kind, code: outcome.reason, problem: `${outcome.field}: ${outcome.message}` }
    : { ...result, kind: outcome.kind };
}
