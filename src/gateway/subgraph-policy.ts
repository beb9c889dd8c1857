import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleType,
  handleWhen,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import { SubgraphFailure, type SubgraphFailureCode, type SubgraphRequest } from './subgraph.js';
import { failure, TransientFailure } from './subgraph-failure.js';

/** How much a remote subgraph is trusted and waited for. */
export interface SubgraphPolicy {
  /** How long an operation may take in all: waiting for its turn, attempts and the pauses between them. */
  timeoutMs: number;
  /** Further attempts after the first, of a query alone. */
  retries: number;
  /** Operations at the same time. As many again wait for their turn; what comes on top is refused. */
  maxConcurrent: number;
  maxResponseBytes: number;
  /** Headers of the client that are passed on, in lower case. */
  headers: readonly string[];
  circuitBreaker: {
    /** Attempts in a row that fail before the subgraph is left alone. */
    failures: number;
    /** How long it is left alone; then one attempt tells whether it is back. */
    resetMs: number;
  };
}

export const defaultPolicy: SubgraphPolicy = {
  timeoutMs: 5_000,
  retries: 2,
  maxConcurrent: 100,
  maxResponseBytes: 10_000_000,
  headers: [],
  circuitBreaker: { failures: 5, resetMs: 10_000 },
};

/** In milliseconds, with jitter: so that those who failed together do not come back together. */
const pause = { initialDelay: 50, maxDelay: 1_000 };

/** What says that a subgraph needs a rest. One that answers nonsense or refuses us at once costs no time. */
const countsAgainst: ReadonlySet<SubgraphFailureCode> = new Set([
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_OVERLOADED',
]);

/** Runs an attempt as often as the policy says. @throws SubgraphFailure */
export type Guard = <Answer>(
  request: Pick<SubgraphRequest, 'kind' | 'signal'>,
  attempt: (signal: AbortSignal) => Promise<Answer>,
) => Promise<Answer>;

/** The policy of one subgraph with its state: who is in flight, and whether the circuit is open. */
export function subgraphGuard(options: {
  subgraph: string;
  policy: SubgraphPolicy;
  onCircuit: (isOpen: boolean) => void;
}): Guard {
  const { subgraph, policy } = options;
  const deadline = timeout(policy.timeoutMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
  const turns = bulkhead(policy.maxConcurrent, policy.maxConcurrent);
  // A timeout is not tried again: the deadline is that of the page, and a slow subgraph needs less work, not more.
  const retries = retry(handleType(TransientFailure), {
    maxAttempts: policy.retries,
    backoff: new ExponentialBackoff(pause),
  });
  const circuit = circuitBreaker(
    // An attempt that was called off says nothing, but must not close a circuit that it was to try.
    handleWhen((error) =>
      error instanceof SubgraphFailure
        ? countsAgainst.has(error.code)
        : circuit.state === CircuitState.HalfOpen,
    ),
    {
      halfOpenAfter: policy.circuitBreaker.resetMs,
      breaker: new ConsecutiveBreaker(policy.circuitBreaker.failures),
    },
  );
  circuit.onStateChange((state) => options.onCircuit(state !== CircuitState.Closed));

  return async (request, attempt) => {
    const isCancelled = () => request.signal?.aborted ?? false;
    const once = async (signal: AbortSignal) => {
      if (signal.aborted) throw new TaskCancelledError();
      // cockatiel lets others wait for the outcome of the trial; a page does not wait for a subgraph that may be dead.
      if (circuit.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
      return circuit.execute(async () => {
        try {
          return await attempt(signal);
        } catch (error) {
          if (!signal.aborted) throw error;
          throw isCancelled() ? new TaskCancelledError() : failure('SUBGRAPH_TIMEOUT', subgraph, error);
        }
      });
    };
    const often = (signal: AbortSignal) =>
      request.kind === 'query' ? retries.execute(() => once(signal), signal) : once(signal);
    try {
      return await deadline.execute(
        ({ signal }) => turns.execute(() => often(signal), signal),
        request.signal ?? undefined,
      );
    } catch (error) {
      if (error instanceof TaskCancelledError && !isCancelled()) {
        throw failure('SUBGRAPH_TIMEOUT', subgraph, error);
      }
      if (error instanceof BulkheadRejectedError) throw failure('SUBGRAPH_OVERLOADED', subgraph, error);
      if (error instanceof SubgraphFailure) throw error;
      throw failure('SUBGRAPH_UNAVAILABLE', subgraph, error);
    }
  };
}
