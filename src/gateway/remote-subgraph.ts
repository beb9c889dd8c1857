import { errors, type Pool } from 'undici';
import { ConfigError } from '../config.js';
import type { Metrics } from '../observability/metrics.js';
import { isWebAddress } from '../url.js';
import { type Subgraph, type SubgraphAnswer, SubgraphFailure, type SubgraphRequest } from './subgraph.js';
import { failure, TransientFailure } from './subgraph-failure.js';
import { defaultPolicy, type SubgraphPolicy, subgraphGuard } from './subgraph-policy.js';
import { openPool } from './subgraph-pool.js';
import { readAnswer } from './subgraph-response.js';

export interface RemoteSubgraphOptions {
  name: string;
  /** Where it answers: an absolute http or https address. */
  url: string;
  /** Sent as `Router-Authorization: Bearer SECRET`. */
  secret?: string | undefined;
  /** What is absent is as in `defaultPolicy`. */
  policy?: Partial<SubgraphPolicy>;
  metrics: Pick<Metrics, 'subgraphDuration' | 'subgraphFailures' | 'subgraphCircuitOpen'>;
  /** Certificate authorities to trust in place of the well-known ones, in PEM. */
  ca?: string | undefined;
}

/** Most requests at the same time on an HTTP/2 connection: the least that a server should allow (RFC 9113, 6.5.2). */
const streams = 100;

/**
 * A subgraph that other people run, over HTTP. Whatever it does, `execute` settles within the policy's timeout: with an
 * answer that has the shape of a GraphQL response, or a `SubgraphFailure` that names no address.
 *
 * @throws ConfigError where the address is none
 */
export function remoteSubgraph(options: RemoteSubgraphOptions): Subgraph {
  const { name, secret, metrics } = options;
  const policy = { ...defaultPolicy, ...options.policy };
  if (!isWebAddress(options.url)) {
    throw new ConfigError(
      `The subgraph "${name}" has no address to ask: "${options.url}" is no http or https URL`,
    );
  }
  const { origin, pathname, search } = new URL(options.url);
  const poolOptions = {
    connections: policy.maxConcurrent,
    connectTimeoutMs: policy.timeoutMs,
    ca: options.ca,
  };
  // When an HTTP/2 connection breaks, undici may send again what was on it: so a mutation is alone on its own.
  const pools: Record<SubgraphRequest['kind'], Pool> = {
    query: openPool(origin, { ...poolOptions, streams }),
    mutation: openPool(origin, { ...poolOptions, streams: 1 }),
  };
  const guard = subgraphGuard({
    subgraph: name,
    policy,
    onCircuit: (isOpen) => metrics.subgraphCircuitOpen.set({ subgraph: name }, Number(isOpen)),
  });
  metrics.subgraphCircuitOpen.set({ subgraph: name }, 0);
  const inFlight = new Set<Promise<SubgraphAnswer>>();

  async function send({ query, variables, kind, headers, signal }: SubgraphRequest): Promise<SubgraphAnswer> {
    const body = JSON.stringify({ query, variables });
    const passedOn = policy.headers.map((header) => [header, headers.get(header)]);
    return guard({ kind, signal }, async (signal) => {
      const response = await pools[kind]
        .request({
          method: 'POST',
          path: pathname + search,
          idempotent: kind === 'query',
          headers: {
            ...Object.fromEntries(passedOn),
            accept: 'application/graphql-response+json, application/json;q=0.9',
            'content-type': 'application/json',
            'router-authorization': secret && `Bearer ${secret}`,
          },
          body,
          signal,
        })
        .catch((error: unknown) => {
          throw isNotHttp(error)
            ? failure('SUBGRAPH_INVALID_RESPONSE', name, error)
            : failure('SUBGRAPH_UNAVAILABLE', name, error, TransientFailure);
        });
      return readAnswer(name, response, policy.maxResponseBytes);
    });
  }

  async function measured(request: SubgraphRequest): Promise<SubgraphAnswer> {
    const end = metrics.subgraphDuration.startTimer({ subgraph: name });
    try {
      const answer = await send(request);
      end({ outcome: 'answered' });
      return answer;
    } catch (error) {
      const isCancelled = request.signal?.aborted === true;
      end({ outcome: isCancelled ? 'cancelled' : 'failed' });
      if (error instanceof SubgraphFailure && !isCancelled) {
        metrics.subgraphFailures.inc({ subgraph: name, code: error.code });
      }
      throw error;
    }
  }

  let closed: Promise<void> | undefined;
  async function drain(): Promise<void> {
    while (inFlight.size > 0) await Promise.allSettled(inFlight);
    await Promise.all([pools.query.close(), pools.mutation.close()]);
  }

  return {
    name,
    async execute(request) {
      const answer = measured(request);
      inFlight.add(answer);
      return answer.finally(() => inFlight.delete(answer));
    },
    close() {
      closed ??= drain();
      return closed;
    },
  };
}

/** Whether what came back from the server is none of HTTP, or more of it than is bearable. */
function isNotHttp(error: unknown): boolean {
  return error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError;
}
