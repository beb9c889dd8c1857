import { buildApi } from '../../schema/api.js';
import { catalogLoaders } from '../../src/catalog/loaders.js';
import type { Context } from '../../src/context.js';
import { openDatabase } from '../../src/database/database.js';
import { popularityLoader } from '../../src/popularity/loader.js';
import type { FloorOrder } from './floor-process.js';
import { memoryApi } from './memory-api.js';
import { startMemoryGateway } from './memory-gateway.js';
import { type Listening, startPlainApollo } from './plain-apollo.js';

type GraphOrder = Extract<FloorOrder, { over: unknown }>;

/** Starts a server that speaks GraphQL, for comparison with `broadsheet serve`. */
export async function startGraphServer(order: GraphOrder): Promise<Listening> {
  const api = await buildApi();
  const { over, partnerUrl } = order;
  if ('pages' in over) {
    const memory = memoryApi(api, over.pages);
    if (order.kind === 'gateway in memory')
      return startMemoryGateway({ api, memory, partnerUrl: order.partnerUrl });
    return startPlainApollo({ api: memory, context: () => ({}), partnerUrl });
  }
  const database = await openDatabase({ url: `sqlite:${over.databaseFile}` });
  const context = (): Pick<Context, 'database' | 'loaders' | 'popularity'> => ({
    database,
    loaders: catalogLoaders(database),
    popularity: popularityLoader(database),
  });
  const { port, stop } = await startPlainApollo({ api, context, partnerUrl });
  return { port, stop: () => stop().then(() => database.close()) };
}
