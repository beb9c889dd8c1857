import type { CatalogLoaders } from './catalog/loaders.js';
import type { CatalogWriter } from './catalog/writer.js';
import type { Database } from './database/database.js';
import type { HealthLoaders } from './ingest/health-loaders.js';
import type { PopularityLoader } from './popularity/loader.js';
import type { ViewRecorder } from './popularity/record-views.js';

/** Who sends views; told apart by a keyed hash alone and stored nowhere. */
export interface Viewer {
  address: string | undefined;
  userAgent: string | undefined;
}

/** What lives as long as the server. */
export interface Services {
  database: Database;
  writer: CatalogWriter;
  viewRecorder: ViewRecorder;
}

/** What a request carries. */
export interface Context extends Services {
  loaders: CatalogLoaders;
  popularity: PopularityLoader;
  /** How sources are read; for editors. */
  ingest: HealthLoaders;
  viewer: Viewer;
  /** The name of the editor whose token came with the request; undefined for a reader. */
  editor: string | undefined;
}
