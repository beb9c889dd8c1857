import type { FastifyPluginAsync } from 'fastify';
import type { Metrics } from '../observability/metrics.js';

/** `GET /metrics` in Prometheus' text format. */
export function metricsRoute(metrics: Metrics): FastifyPluginAsync {
  return async (server) => {
    server.get('/metrics', async (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .type(metrics.contentType)
        .send(await metrics.text()),
    );
  };
}
