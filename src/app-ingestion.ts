import type { FastifyPluginAsync } from 'fastify';
import { changeListeners } from './change-listeners.js';
import { type Config, publicUrl } from './config.js';
import type { Database } from './database/database.js';
import type { WebClient } from './http/web-client.js';
import { createHubSubscriber } from './ingest/hub.js';
import { createHubReceiver } from './ingest/hub-receiver.js';
import { createIngestion } from './ingest/ingestion.js';
import type { Logger } from './observability/logger.js';
import type { Metrics } from './observability/metrics.js';
import { hubCallbackRoutes } from './serving/hub-callbacks.js';

/** Reads sources when they are due, until it is stopped; then closes the web client too. */
export function startIngestion(
  config: Config,
  database: Database,
  { web, logger, metrics }: { web: WebClient; logger: Logger; metrics: Metrics },
): { stop(): Promise<void> } {
  const hub = isReachable(config)
    ? createHubSubscriber({ database, web, logger, callbackBase: `${publicUrl(config)}/websub` })
    : undefined;
  const ingestion = createIngestion({
    ...{ database, web, logger, metrics, hub },
    listeners: changeListeners,
    concurrency: config.INGEST_CONCURRENCY,
  });
  ingestion.start();
  return {
    async stop() {
      await ingestion.stop();
      await web.close();
    },
  };
}

/** Where hubs call, if they can. */
export function hubRoutes(
  config: Config,
  database: Database,
  told: { logger: Logger; metrics: Metrics },
): FastifyPluginAsync[] {
  return isReachable(config) ? [hubCallbackRoutes(createHubReceiver({ database, ...told }))] : [];
}

/** Whether the world knows an address of ours: without one no hub is asked to call. */
function isReachable({ PUBLIC_URL }: Config): boolean {
  return PUBLIC_URL !== '';
}
