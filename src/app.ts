import type { FastifyPluginAsync } from 'fastify';
import { buildApi } from '../schema/api.js';
import { buildSubgraph } from '../schema/subgraph.js';
import { hubRoutes, startIngestion } from './app-ingestion.js';
import { listArticles } from './catalog/article-list.js';
import { rightsOf } from './catalog/rights.js';
import { catalogWriter } from './catalog/writer.js';
import { changeListeners } from './change-listeners.js';
import { type Config, environment, publicUrl } from './config.js';
import type { Context, Services } from './context.js';
import type { Database } from './database/database.js';
import type { Graph } from './gateway/graph.js';
import { loadGraph } from './gateway/load-graph.js';
import { remoteSubgraph } from './gateway/remote-subgraph.js';
import { createRemotes } from './gateway/remotes.js';
import { readSubgraphSettings, type SubgraphSettings } from './gateway/subgraph-settings.js';
import { pollSubgraphs, watchSupergraphFile } from './gateway/supergraph-source.js';
import type { WebClient } from './http/web-client.js';
import { createLogger, type Logger } from './observability/logger.js';
import { createMetrics, type Metrics } from './observability/metrics.js';
import { createViewRecorder } from './popularity/record-views.js';
import { keepWindowsCurrent } from './popularity/window-timer.js';
import { articlePageExample, type ExampleSource, exampleFor } from './serving/example-query.js';
import { explorerRoutes } from './serving/explorer/routes.js';
import type { ClientContext } from './serving/federated-execution.js';
import { healthRoutes } from './serving/health.js';
import { landingPageRoutes } from './serving/landing-page.js';
import { metricsRoute } from './serving/metrics-route.js';
import { requestContext } from './serving/request-context.js';
import { createServer, type GraphServer } from './serving/server.js';
import { subgraphSecret } from './serving/subgraph-secret.js';
import { viewerOf, viewRoutes } from './serving/views.js';

/** A running server. */
export interface RunningApp {
  /** Where it listens: `http://127.0.0.1:4000`. */
  url: string;
  /** Finishes the requests in flight and commits the views that wait. The database stays open: it is the caller's. */
  stop(): Promise<void>;
}

/**
 * `broadsheet serve`: the whole graph over a migrated database, and composed with it the subgraphs of other people that
 * SUBGRAPHS names.
 *
 * @param options.web with it sources are read when they are due; it is closed with the server
 */
export async function startApp(
  config: Config,
  database: Database,
  logger: Logger = createLogger(config.LOG_LEVEL),
  { web }: { web?: WebClient | undefined } = {},
): Promise<RunningApp> {
  const api = await buildApi();
  const metrics = createMetrics();
  const { services, stop } = startServices(database, logger);
  const example = articlePageExample(
    () => newestReadable(database),
    (err) => logger.warn({ err }, 'no example article'),
  );
  const settings = config.SUBGRAPHS
    ? await readSubgraphSettings(config.SUBGRAPHS, environment(), { needsUrl: true })
    : undefined;
  const server = await createServer<Context>({
    config,
    graph: { schema: api },
    context: (request) => requestContext(services, request),
    isUnavailable: (error) => database.dialect.isUnavailable(error),
    logger,
    example,
    routes: [
      viewRoutes(services),
      healthRoutes(database),
      ...metricsRoutes(config, metrics),
      ...browserRoutes(config, example),
      ...hubRoutes(config, database, { logger, metrics }),
    ],
  });
  const source = settings && (await composeWithPartners());
  const ingestion = web && startIngestion(config, database, { web, logger, metrics });
  return listen(server, config, [() => source?.stop(), stop], () => ingestion?.stop());

  async function composeWithPartners() {
    const { name, sdl, schema: subgraph } = buildSubgraph('broadsheet', api);
    const remotes = createRemotes<Context>((name, url) => openRemote(name, url, settings, metrics));
    const apply = applySupergraph(server, { remotes, local: { name, subgraph, api } }, { metrics, logger });
    return pollSubgraphs({
      local: { name, sdl },
      remotes: [...(settings as SubgraphSettings).subgraphs].map(
        ([name, { url = '', schemaFile, secret, policy }]) => ({
          name,
          url,
          schemaFile,
          secret,
          timeoutMs: policy.timeoutMs,
        }),
      ),
      intervalMs: config.SUBGRAPH_POLL_SECONDS * 1_000,
      onSupergraph: apply,
      onProblem({ kind, subgraph, message, cause }) {
        if (kind === 'NOT_COMPOSED') metrics.supergraphReloads.inc({ outcome: 'refused' });
        logger.warn({ kind, subgraph, err: cause }, message);
      },
    });
  }
}

/** `broadsheet subgraph`: a part of the graph for a router, over the same database. */
export async function startSubgraph(
  config: Config,
  database: Database,
  { name, open }: { name: 'catalog' | 'popularity'; open: boolean },
  logger: Logger = createLogger(config.LOG_LEVEL),
): Promise<RunningApp> {
  const { schema } = buildSubgraph(name, await buildApi());
  const { services, stop } = startServices(database, logger);
  const server = await createServer<Context>({
    config,
    graph: { schema },
    context: (request) => requestContext(services, request, { refusedToken: 400 }),
    isUnavailable: (error) => database.dialect.isUnavailable(error),
    logger,
    example: async () => exampleFor(schema),
    routes: [healthRoutes(database), ...metricsRoutes(config, createMetrics())],
    admit: open ? undefined : subgraphSecret(config.SUBGRAPH_SECRET),
    // Whoever holds the secret is a router of ours, and says whose request it passes on.
    trustProxy: config.TRUST_PROXY || !open,
  });
  return listen(server, config, [stop]);
}

export interface GatewayOptions {
  supergraphFile: string;
  /** The operator's file of subgraphs. */
  subgraphsFile?: string | undefined;
  /** From one look at the supergraph's file to the next. */
  intervalMs?: number | undefined;
}

/** `broadsheet gateway`: any supergraph, out of a file that may change. It needs no database. */
export async function startGateway(
  config: Config,
  { supergraphFile, subgraphsFile, intervalMs }: GatewayOptions,
  logger: Logger = createLogger(config.LOG_LEVEL),
): Promise<RunningApp> {
  const metrics = createMetrics();
  const settings = subgraphsFile ? await readSubgraphSettings(subgraphsFile, environment()) : undefined;
  const remotes = createRemotes<ClientContext>((name, url) => openRemote(name, url, settings, metrics));
  let server: GraphServer<ClientContext> | undefined;
  const example = async () => exampleFor((server as GraphServer<ClientContext>).graph().schema);
  const source = await watchSupergraphFile(
    supergraphFile,
    async (sdl) => {
      if (server) return applySupergraph(server, { remotes }, { metrics, logger })(sdl);
      server = await createServer<ClientContext>({
        config,
        graph: await loadGraph(sdl, { remotes }),
        context: async (request) => ({ viewer: viewerOf(request) }),
        isUnavailable: () => false,
        logger,
        example,
        routes: [healthRoutes(), ...metricsRoutes(config, metrics), ...browserRoutes(config, example)],
      });
      countApplied(metrics);
    },
    {
      intervalMs,
      onError: (err) => logger.error({ err }, 'the supergraph file cannot be read; the one in use goes on'),
    },
  );
  return listen(server as unknown as GraphServer<ClientContext>, config, [() => source.stop()]);
}

/** Takes a supergraph into use, or refuses it, says so and throws: what was in use goes on. */
function applySupergraph<C extends ClientContext>(
  server: GraphServer<C>,
  options: Parameters<typeof loadGraph<C>>[1],
  { metrics, logger }: { metrics: Metrics; logger: Logger },
): (sdl: string) => Promise<void> {
  return async (sdl) => {
    let graph: Graph<C> | undefined;
    try {
      graph = await loadGraph<C>(sdl, options);
      await server.replace(graph);
    } catch (err) {
      await graph?.close?.();
      metrics.supergraphReloads.inc({ outcome: 'refused' });
      logger.error({ err }, 'a supergraph was refused; the one in use goes on');
      throw err;
    }
    countApplied(metrics);
    logger.info('a supergraph was taken into use');
  };
}

function countApplied({ supergraphReloads, supergraphApplied }: Metrics): void {
  supergraphReloads.inc({ outcome: 'applied' });
  supergraphApplied.setToCurrentTime();
}

function openRemote(name: string, url: string, settings: SubgraphSettings | undefined, metrics: Metrics) {
  const own = settings?.subgraphs.get(name);
  return remoteSubgraph({
    name,
    url: own?.url ?? url,
    secret: own?.secret,
    policy: own?.policy ?? settings?.defaults ?? {},
    metrics,
  });
}

/** What works on the database beside requests. */
function startServices(database: Database, logger: Logger): { services: Services; stop(): Promise<void> } {
  const viewRecorder = createViewRecorder(database);
  const windows = keepWindowsCurrent(database, (err) =>
    logger.warn({ err }, 'the popularity windows could not be advanced'),
  );
  return {
    services: { database, viewRecorder, writer: catalogWriter(database, changeListeners) },
    async stop() {
      await windows.stop();
      await viewRecorder.close();
    },
  };
}

/** Listens. When it is to stop, the requests in flight are finished first, then the rest in its order. */
async function listen<C>(
  { http }: GraphServer<C>,
  config: Config,
  afterwards: readonly (() => unknown)[],
  /** What need not wait for the requests to stop. */
  meanwhile: () => Promise<void> | undefined = () => undefined,
): Promise<RunningApp> {
  const stop = async () => {
    const halted = meanwhile();
    try {
      await http.close();
    } finally {
      await halted;
    }
    for (const end of afterwards) await end();
  };
  try {
    return { url: await http.listen({ host: config.HOST, port: config.PORT }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function metricsRoutes(config: Config, metrics: Metrics): FastifyPluginAsync[] {
  return config.METRICS ? [metricsRoute(metrics)] : [];
}

function browserRoutes(config: Config, example: ExampleSource): FastifyPluginAsync[] {
  return [landingPageRoutes({ publicUrl: publicUrl(config), example }), explorerRoutes({ example })];
}

/** The slug of the article added last whose text may be shown. */
async function newestReadable(database: Database): Promise<string | undefined> {
  const { rows } = await listArticles(database, {}, 'ADDED_DESC', { first: 20 });
  const readable = rows.find(
    (article) => article.wordCount > 0 && rightsOf(article).syndication === 'FULL_TEXT',
  );
  return (readable ?? rows[0])?.slug;
}
