import cors from '@fastify/cors';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyRequest,
  type onRequestAsyncHookHandler,
} from 'fastify';
import type { Config } from '../config.js';
import type { Graph } from '../gateway/graph.js';
import type { Logger } from '../observability/logger.js';
import { parseUrl } from '../url.js';
import type { ExampleSource } from './example-query.js';
import type { ClientContext } from './federated-execution.js';
import { maskErrors } from './format-error.js';
import { createGraphqlEndpoint } from './graphql.js';
import { handleHttpErrors } from './http-errors.js';
import { RequestLog } from './request-log.js';
import { endConnectionsOnClose } from './shutdown.js';

export interface ServerOptions<Context extends ClientContext> {
  config: Config;
  graph: Graph<Context>;
  /** What a request to the graph carries. */
  context(request: FastifyRequest): Promise<Context>;
  /** Whether an error says that something is away that will be back. */
  isUnavailable(error: unknown): boolean;
  logger: Logger;
  /** What a browser that opens `/graphql` is shown. */
  example: ExampleSource;
  /** What is mounted beside `/graphql`. */
  routes: readonly FastifyPluginAsync[];
  /** Who may come to `/graphql`; everybody where absent. */
  admit?: onRequestAsyncHookHandler | undefined;
  /** Whether X-Forwarded-For is believed; by default as the configuration says. */
  trustProxy?: boolean;
}

/** The HTTP server with everything mounted, not yet listening. */
export interface GraphServer<Context> {
  /** `close` finishes the requests in flight. */
  http: FastifyInstance;
  /** What is served just now. */
  graph(): Graph<Context>;
  /** Serves another graph from now on; no request is lost. */
  replace(graph: Graph<Context>): Promise<void>;
}

const allowedMethods = 'GET, POST';

export async function createServer<Context extends ClientContext>(
  options: ServerOptions<Context>,
): Promise<GraphServer<Context>> {
  const { config, logger, isUnavailable, routes, admit } = options;
  const http = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    bodyLimit: config.MAX_BODY_BYTES,
    trustProxy: options.trustProxy ?? config.TRUST_PROXY,
    logController: new RequestLog(),
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
  });
  const mask = maskErrors({
    isUnavailable,
    onHidden: (errorId, err) => logger.error({ errorId, err }, 'an error was hidden from the caller'),
  });
  endConnectionsOnClose(http);
  handleHttpErrors(http, { mask, maxBodyBytes: config.MAX_BODY_BYTES });
  const endpoint = await createGraphqlEndpoint({ ...options, mask });
  // After the requests in flight: Fastify has closed its connections when it runs this.
  http.addHook('onClose', () => endpoint.stop());

  await http.register(cors, {
    origin: config.CORS_ORIGINS.includes('*') ? '*' : [...config.CORS_ORIGINS],
    maxAge: 86_400,
    strictPreflight: false, // OPTIONS is no error where it is not a browser that asks.
  });
  http.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    onRequest: admit ? [requireHost, admit] : requireHost,
    handler: (request, reply) => endpoint.handle(request, reply),
  });
  http.route({
    url: '/graphql',
    method: ['PUT', 'PATCH', 'DELETE'],
    handler: async (_request, reply) => {
      void reply.header('allow', allowedMethods);
      throw refused(405, `Only ${allowedMethods} are allowed here`);
    },
  });
  for (const route of routes) await http.register(route);
  return { http, graph: () => endpoint.graph(), replace: (graph) => endpoint.replace(graph) };
}

/** The handler builds an address from the Host header, and would fail on one that names no host. */
async function requireHost({ hostname }: FastifyRequest): Promise<void> {
  if (!parseUrl(`http://${hostname}`)) throw refused(400, 'The Host header must name a host');
}

function refused(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
