import { catalogLoaders } from '../src/catalog/loaders.js';
import type { Context } from '../src/context.js';
import { healthLoaders } from '../src/ingest/health-loaders.js';

/** After a write, what the request has read before is no longer so: it is read anew. */
export function forgetReads(context: Context): void {
  context.loaders = catalogLoaders(context.database);
  context.ingest = healthLoaders(context.database);
}
