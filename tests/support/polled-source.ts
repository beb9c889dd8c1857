import sql from 'sql-template-tag';
import type { SourceDraft } from '../../src/catalog/save-source.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import type { Database } from '../../src/database/database.js';
import { createWebClient } from '../../src/http/create-web-client.js';
import type { WebClient } from '../../src/http/web-client.js';
import { startPolling } from '../../src/ingest/polling.js';

/** A source of a test site that is read by itself from `now` on; its id. */
export async function addPolledSource(
  database: Database,
  { now, ...draft }: SourceDraft & { now: number },
): Promise<number> {
  const outcome = await catalogWriter(database, []).saveSource({ name: draft.slug, ...draft });
  if (outcome.kind === 'REFUSED') throw new Error(outcome.message);
  await database.transaction((tx) => startPolling(tx, outcome.saved.id, now));
  return outcome.saved.id;
}

/** The real way out, which may reach this machine and does not make tests wait. */
export function localWebClient(now?: () => number): WebClient {
  return createWebClient({
    userAgent: 'Broadsheet/0 (+https://broadsheet.example)',
    allowedNetworks: ['127.0.0.0/8'],
    perHost: { concurrency: 4, pauseMs: 0 },
    ...(now ? { now } : {}),
  });
}

/** What is stored under an address of an article, to be compared. */
export async function storedArticle(database: Database, url: string) {
  const [row] = await database.query<{
    headline: string;
    text: string | null;
    published_at: number;
    original_url: string;
  }>(
    sql`SELECT a.headline, b.text, a.published_at, a.original_url FROM article_url u
      JOIN article a ON a.id = u.article_id LEFT JOIN article_body b ON b.article_id = a.id WHERE u.url = ${url}`,
  );
  return (
    row && {
      headline: row.headline,
      text: row.text ?? '',
      publishedAt: row.published_at,
      originalUrl: row.original_url,
    }
  );
}
