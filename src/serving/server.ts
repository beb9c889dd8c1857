import { randomBytes } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { catalogLoaders } from '../catalog/loaders.js';
import { type Config, publicUrl } from '../config.js';
import type { Context, Services } from '../context.js';
import { CatalogedError } from '../errors.js';
import type { Logger } from '../observability/logger.js';
import { popularityLoader } from '../popularity/loader.js';
import { parseUrl } from '../url.js';
import { editorOf } from './editor-tokens.js';
import { articlePageVariables, type ExampleSlug } from './example-query.js';
import { explorerRoutes } from './explorer/routes.js';
import { formatErrors, type Mask, maskErrors } from './format-error.js';
import { legacyStatus, withStatus } from './graphql-over-http.js';
import { healthRoutes } from './health.js';
import { handleHttpErrors } from './http-errors.js';
import { knownOperationTypes } from './known-operation-types.js';
import { landingPage, landingPageRoutes } from './landing-page.js';
import { costLimit, depthLimit } from './limits.js';
import { RequestLog } from './request-log.js';
import { endConnectionsOnClose } from './shutdown.js';
import { viewerOf, viewRoutes } from './views.js';

export interface ServerOptions {
  config: Config;
  schema: GraphQLSchema;
  services: Services;
  logger: Logger;
  /** An article that the explorers' example can show. */
  exampleSlug: ExampleSlug;
}

const allowedMethods = 'GET, POST';

/** The HTTP server with everything mounted, not yet listening. `close` finishes the requests in flight. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { config, services, logger, exampleSlug } = options;
  const server = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    bodyLimit: config.MAX_BODY_BYTES,
    trustProxy: config.TRUST_PROXY,
    logController: new RequestLog(),
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
  });
  const mask = maskErrors({
    dialect: services.database.dialect,
    onHidden: (errorId, err) => logger.error({ errorId, err }, 'an error was hidden from the caller'),
  });
  endConnectionsOnClose(server);
  handleHttpErrors(server, { mask, maxBodyBytes: config.MAX_BODY_BYTES });
  const apollo = apolloServer(options, mask);
  await apollo.start();
  // After the requests in flight: Fastify has closed its connections when it runs this.
  server.addHook('onClose', () => apollo.stop());

  await server.register(cors, {
    origin: config.CORS_ORIGINS.includes('*') ? '*' : [...config.CORS_ORIGINS],
    maxAge: 86_400,
    strictPreflight: false, // OPTIONS is no error where it is not a browser that asks.
  });
  server.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    onRequest: requireHost,
    handler: fastifyApolloHandler(apollo, { context: (request) => requestContext(services, request) }),
  });
  server.route({
    url: '/graphql',
    method: ['PUT', 'PATCH', 'DELETE'],
    handler: async (_request, reply) => {
      void reply.header('allow', allowedMethods);
      throw refused(405, `Only ${allowedMethods} are allowed here`);
    },
  });
  await server.register(viewRoutes(services));
  await server.register(healthRoutes(services.database));
  await server.register(landingPageRoutes({ publicUrl: publicUrl(config), slug: exampleSlug }));
  await server.register(explorerRoutes({ slug: exampleSlug }));
  return server;
}

function apolloServer(
  { config, schema, logger, exampleSlug }: ServerOptions,
  mask: Mask,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: config.INTROSPECTION,
    hideSchemaDetailsFromClientErrors: !config.INTROSPECTION,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: config.MAX_TOKENS },
    validationRules: [knownOperationTypes, depthLimit(config.MAX_DEPTH)],
    formatError: formatErrors(mask),
    logger,
    plugins: [
      // It doubles the time of execution (docs/decisions); nothing here reads its hints.
      ApolloServerPluginCacheControlDisabled(),
      costLimit(schema, config.MAX_COST),
      legacyStatus,
      sandbox(config, exampleSlug, logger),
    ],
  });
}

/** The handler builds an address from the Host header, and would fail on one that names no host. */
async function requireHost({ hostname }: FastifyRequest): Promise<void> {
  if (!parseUrl(`http://${hostname}`)) throw refused(400, 'The Host header must name a host');
}

function refused(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}

/** Shows Apollo Sandbox where a browser opens `/graphql`. */
function sandbox(config: Config, exampleSlug: ExampleSlug, logger: Logger): ApolloServerPlugin {
  return {
    async serverWillStart() {
      return {
        async renderLandingPage() {
          return {
            async html() {
              const { slug } = await articlePageVariables(exampleSlug, (err) =>
                logger.warn({ err }, 'no example article'),
              );
              return landingPage({
                endpoint: `${new URL(publicUrl(config)).pathname.replace(/\/$/, '')}/graphql`,
                slug,
                nonce: randomBytes(16).toString('base64'),
              });
            },
          };
        },
      };
    },
  };
}

async function requestContext(services: Services, request: FastifyRequest): Promise<Context> {
  const { database } = services;
  return {
    ...services,
    loaders: catalogLoaders(database),
    popularity: popularityLoader(database),
    viewer: viewerOf(request),
    editor: await editorFrom(request.headers.authorization, services).catch((error) => {
      throw database.dialect.isUnavailable(error) ? withStatus(error, 503) : error;
    }),
  };
}

/** @throws GraphQLError with HTTP status 401 for a token that is none of ours. */
async function editorFrom(
  authorization: string | undefined,
  { database }: Services,
): Promise<string | undefined> {
  if (authorization === undefined) return undefined;
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const editor = token === undefined ? null : await editorOf(database, token);
  if (editor !== null) return editor;
  const refusal = new CatalogedError(
    'UNAUTHENTICATED',
    'The token is unknown, expired or revoked; make one with "broadsheet token create", or send no Authorization header to read',
  );
  throw withStatus(refusal, refusal.httpStatus);
}
