import { randomBytes } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Config, publicUrl } from '../config.js';
import type { Graph } from '../gateway/graph.js';
import type { Logger } from '../observability/logger.js';
import type { ExampleSource } from './example-query.js';
import { type ClientContext, federatedExecution } from './federated-execution.js';
import { formatErrors, type Mask } from './format-error.js';
import { legacyStatus } from './graphql-over-http.js';
import { knownOperationTypes } from './known-operation-types.js';
import { landingPage } from './landing-page.js';
import { costLimit, depthLimit } from './limits.js';

export interface GraphqlOptions<Context extends ClientContext> {
  config: Config;
  graph: Graph<Context>;
  /** What a request carries. */
  context(request: FastifyRequest): Promise<Context>;
  mask: Mask;
  logger: Logger;
  /** What a browser that opens `/graphql` is shown. */
  example: ExampleSource;
}

/** What answers at `/graphql`. */
export interface GraphqlEndpoint<Context> {
  handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  /** What is served just now. */
  graph(): Graph<Context>;
  /** Serves another graph from now on. Requests in flight are answered by the one that they came to. */
  replace(graph: Graph<Context>): Promise<void>;
  stop(): Promise<void>;
}

/** One graph at a time over Apollo Server. */
export async function createGraphqlEndpoint<Context extends ClientContext>(
  options: GraphqlOptions<Context>,
): Promise<GraphqlEndpoint<Context>> {
  let current = await startRevision(options);
  return {
    handle: (request, reply) => current.handle(request, reply),
    graph: () => current.graph,
    async replace(graph) {
      const next = await startRevision({ ...options, graph });
      const old = current;
      current = next;
      old.retire().catch((err) => options.logger.error({ err }, 'a replaced graph did not close'));
    },
    stop: () => current.retire(),
  };
}

/** One graph, with the number of its requests in flight. */
async function startRevision<Context extends ClientContext>(options: GraphqlOptions<Context>) {
  const apollo = apolloServer(options);
  await apollo.start();
  const handler = fastifyApolloHandler(apollo, { context: options.context });
  let inFlight = 0;
  let onIdle: (() => void) | undefined;
  return {
    graph: options.graph,
    async handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      inFlight += 1;
      try {
        return await handler.call(request.server, request, reply);
      } finally {
        inFlight -= 1;
        if (inFlight === 0) onIdle?.();
      }
    },
    async retire(): Promise<void> {
      if (inFlight > 0)
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      await apollo.stop();
      await options.graph.close?.();
    },
  };
}

function apolloServer<Context extends ClientContext>({
  config,
  graph: { schema, engine },
  mask,
  logger,
  example,
}: GraphqlOptions<Context>): ApolloServer<Context> {
  const formatError = formatErrors(mask, (failure) =>
    logger.warn({ subgraph: failure.subgraph, code: failure.code, err: failure }, 'a subgraph failed'),
  );
  return new ApolloServer<Context>({
    schema,
    introspection: config.INTROSPECTION,
    hideSchemaDetailsFromClientErrors: !config.INTROSPECTION,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: config.MAX_TOKENS },
    validationRules: [knownOperationTypes, depthLimit(config.MAX_DEPTH)],
    formatError,
    logger,
    plugins: [
      // It doubles the time of execution (docs/decisions); nothing here reads its hints.
      ApolloServerPluginCacheControlDisabled(),
      costLimit(schema, config.MAX_COST),
      ...(engine ? [federatedExecution(engine, formatError)] : []),
      legacyStatus,
      sandbox(config, example),
    ],
  });
}

/** Shows Apollo Sandbox where a browser opens `/graphql`. */
function sandbox(config: Config, example: ExampleSource): ApolloServerPlugin {
  return {
    async serverWillStart() {
      return {
        async renderLandingPage() {
          return {
            async html() {
              return landingPage({
                endpoint: `${new URL(publicUrl(config)).pathname.replace(/\/$/, '')}/graphql`,
                example: await example(),
                nonce: randomBytes(16).toString('base64'),
              });
            },
          };
        },
      };
    },
  };
}
