import { SubgraphFailure, type SubgraphFailureCode } from './subgraph.js';

/** A failure that the next attempt may not meet. */
export class TransientFailure extends SubgraphFailure {}

const messages: Record<Exclude<SubgraphFailureCode, 'SUBGRAPH_ERROR'>, string> = {
  SUBGRAPH_TIMEOUT: 'did not answer in time',
  SUBGRAPH_UNAVAILABLE: 'is not available',
  SUBGRAPH_INVALID_RESPONSE: 'gave an answer that cannot be used',
  SUBGRAPH_UNAUTHORIZED: 'does not let the gateway in',
  SUBGRAPH_OVERLOADED: 'has too much to do',
};

/**
 * A failure in words for clients; what happened in detail, addresses included, is its cause, for the log.
 *
 * @param type - `TransientFailure` where another attempt may help
 */
export function failure(
  code: keyof typeof messages,
  subgraph: string,
  cause: unknown,
  type: typeof SubgraphFailure = SubgraphFailure,
): SubgraphFailure {
  return new type(code, subgraph, `The subgraph "${subgraph}" ${messages[code]}`, { cause });
}
