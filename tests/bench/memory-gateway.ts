import { type GraphQLSchema, parse, printSchema } from 'graphql';
import { withResolvers } from '../../schema/executable.js';
import { buildSubgraph } from '../../schema/subgraph.js';
import { readConfig } from '../../src/config.js';
import { compose } from '../../src/gateway/compose.js';
import { loadGraph } from '../../src/gateway/load-graph.js';
import { remoteSubgraph } from '../../src/gateway/remote-subgraph.js';
import { createRemotes } from '../../src/gateway/remotes.js';
import { createLogger } from '../../src/observability/logger.js';
import { createMetrics } from '../../src/observability/metrics.js';
import { exampleFor } from '../../src/serving/example-query.js';
import type { ClientContext } from '../../src/serving/federated-execution.js';
import { createServer } from '../../src/serving/server.js';
import { viewerOf } from '../../src/serving/views.js';
import { partnerSdl } from './partner.js';
import type { Listening } from './plain-apollo.js';

export interface MemoryGatewayOptions {
  /** The public API with its resolvers. */
  api: GraphQLSchema;
  /** The same, answered from memory. */
  memory: GraphQLSchema;
  partnerUrl: string;
}

/**
 * Broadsheet's own server and engine, with all their limits, over a public API that needs no database, and the partner
 * composed in as `broadsheet serve` does.
 */
export async function startMemoryGateway({
  api,
  memory,
  partnerUrl,
}: MemoryGatewayOptions): Promise<Listening> {
  const { name, sdl, schema } = buildSubgraph('broadsheet', api);
  const { supergraph } = compose([
    { name, sdl },
    { name: 'partner', url: partnerUrl, sdl: partnerSdl },
  ]);
  const subgraph = withResolvers(parse(printSchema(schema)), memory);
  const metrics = createMetrics();
  const remotes = createRemotes<ClientContext>((name, url) => remoteSubgraph({ name, url, metrics }));
  const server = await createServer<ClientContext>({
    config: readConfig({ PORT: '0' }),
    graph: await loadGraph(supergraph, { remotes, local: { name, subgraph, api: memory } }),
    context: async (request) => ({ viewer: viewerOf(request) }),
    isUnavailable: () => false,
    logger: createLogger('warn'),
    example: async () => exampleFor(memory),
    routes: [],
  });
  const url = await server.http.listen({ host: '127.0.0.1', port: 0 });
  return { port: Number(new URL(url).port), stop: () => server.http.close() };
}
