import { readFile } from 'node:fs/promises';
import { defineConfig } from '@graphql-hive/gateway';
import { GraphQLError } from 'graphql';
import { maskError } from 'graphql-yoga';

const {
  HOST = '127.0.0.1',
  PORT = '4000',
  SUPERGRAPH = 'supergraph.graphql',
  SUBGRAPH_SECRET,
  CORS_ORIGINS = '*',
  TRUST_PROXY,
  LOG_LEVEL = 'info',
} = process.env;
if (!SUBGRAPH_SECRET) throw new Error('SUBGRAPH_SECRET is not set: the subgraphs want to hear it');

/** The reader's address: popularity counts a reader once a day. What a client claims is believed of a proxy only. */
function readerOf(request, context) {
  const claimed = TRUST_PROXY === 'true' ? request.headers.get('x-forwarded-for') : null;
  return claimed ?? context.req?.socket.remoteAddress;
}

const isQuery = (executionRequest) => executionRequest?.operationType === 'query';

function cannotConnect({ errors = [] }) {
  return errors.some(({ extensions }) => extensions?.code === 'SUBREQUEST_HTTP_ERROR');
}

/** What went wrong on the way to a subgraph, in the words of our own gateway. Hive's tell its address. */
function withoutAddresses(error, message) {
  const { request, code, subgraph, serviceName = subgraph } = error?.extensions ?? {};
  if (!request) return maskError(error, message);
  return new GraphQLError(`The subgraph "${serviceName}" did not answer`, {
    path: error.path,
    extensions: {
      code: code === 'GATEWAY_TIMEOUT' ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE',
      subgraph: serviceName,
    },
  });
}

export const gatewayConfig = defineConfig({
  // Given a path, Hive watches the file and loses sight of it when another takes its place; so it is read.
  supergraph: () => readFile(SUPERGRAPH, 'utf8'),
  pollingInterval: 10_000,
  gracefulSchemaReload: { drainTimeout: 10_000 }, // requests in flight are finished
  host: HOST,
  port: Number(PORT),
  logging: LOG_LEVEL,
  cors: { origin: CORS_ORIGINS.split(','), credentials: false },
  propagateHeaders: {
    fromClientToSubgraphs: ({ request, context }) => ({
      'router-authorization': `Bearer ${SUBGRAPH_SECRET}`,
      authorization: request.headers.get('authorization'), // an editor's token
      'user-agent': request.headers.get('user-agent'), // views by robots are not counted
      'x-forwarded-for': readerOf(request, context),
    }),
  },
  // A query that takes longer is tried again like one that cannot connect: 4.5 s in all.
  upstreamTimeout: ({ executionRequest }) => (isQuery(executionRequest) ? 1_500 : 10_000),
  upstreamRetry: ({ executionRequest }) =>
    isQuery(executionRequest)
      ? {
          maxRetries: 2,
          retryDelay: 100,
          shouldRetry: ({ executionResult }) => cannotConnect(executionResult),
        }
      : undefined,
  requestDeadline: 20_000,
  gracefulShutdownTimeout: 10_000,
  subgraphErrors: { errorCode: 'SUBGRAPH_ERROR', subgraphNameProp: 'subgraph' },
  maskedErrors: { maskError: withoutAddresses },
});
