import { buildApi } from '../schema/api.js';
import { listArticles } from './catalog/article-list.js';
import type { ChangeListener } from './catalog/changes.js';
import { rightsOf } from './catalog/rights.js';
import { catalogWriter } from './catalog/writer.js';
import type { Config } from './config.js';
import type { Database } from './database/database.js';
import { createLogger, type Logger } from './observability/logger.js';
import { setListed } from './popularity/listing.js';
import { createViewRecorder } from './popularity/record-views.js';
import { keepWindowsCurrent } from './popularity/window-timer.js';
import { createServer } from './serving/server.js';

/** What else changes, in the same transaction, when an article does: a withdrawn one leaves the rankings. */
export const changeListeners: readonly ChangeListener[] = [
  async (tx, changes) => {
    const withdrawn = changes.filter(({ kind }) => kind === 'WITHDRAWN').map(({ articleId }) => articleId);
    if (withdrawn.length > 0) await setListed(tx, withdrawn, false);
  },
];

/** A running server. */
export interface RunningApp {
  /** Where it listens: `http://127.0.0.1:4000`. */
  url: string;
  /** Finishes the requests in flight and commits the views that wait. The database stays open: it is the caller's. */
  stop(): Promise<void>;
}

/** Wires everything by hand over a migrated database, and listens. */
export async function startApp(
  config: Config,
  database: Database,
  logger: Logger = createLogger(config.LOG_LEVEL),
): Promise<RunningApp> {
  const viewRecorder = createViewRecorder(database);
  const windows = keepWindowsCurrent(database, (err) =>
    logger.warn({ err }, 'the popularity windows could not be advanced'),
  );
  const server = await createServer({
    config,
    schema: await buildApi(),
    services: { database, viewRecorder, writer: catalogWriter(database, changeListeners) },
    logger,
    exampleSlug: () => newestReadable(database),
  });
  const url = await server.listen({ host: config.HOST, port: config.PORT });
  return {
    url,
    async stop() {
      await server.close();
      await windows.stop();
      await viewRecorder.close();
    },
  };
}

/** The slug of the article added last whose text may be shown. */
async function newestReadable(database: Database): Promise<string | undefined> {
  const { rows } = await listArticles(database, {}, 'ADDED_DESC', { first: 20 });
  const readable = rows.find(
    (article) => article.wordCount > 0 && rightsOf(article).syndication === 'FULL_TEXT',
  );
  return (readable ?? rows[0])?.slug;
}
