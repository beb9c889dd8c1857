import sql from 'sql-template-tag';
import type { Database } from '../../src/database/database.js';
import type { LoadPublisher } from './world.js';

interface Row {
  url: string;
  headline: string;
  text: string | null;
  published_at: number;
  slug: string;
}

export async function countStored(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>(sql`SELECT count(*) AS count FROM article`);
  return Number(row?.count ?? 0);
}

/** What is lost, doubled or not as its publisher has it; a sentence each. */
export async function checkStored(
  database: Database,
  publishers: readonly LoadPublisher[],
  port: number,
): Promise<string[]> {
  const rows =
    await database.query<Row>(sql`SELECT a.original_url AS url, a.headline, b.text, a.published_at, s.slug
    FROM article a JOIN source s ON s.id = a.source_id LEFT JOIN article_body b ON b.article_id = a.id`);
  const byUrl = new Map<string, Row[]>();
  for (const row of rows) byUrl.set(row.url, [...(byUrl.get(row.url) ?? []), row]);
  const problems: string[] = [];
  for (const [index, { host, format, articles }] of publishers.entries()) {
    for (const { path, headline, paragraphs, publishedAt } of articles) {
      const url = `http://${host}:${port}${path}`;
      const found = byUrl.get(url) ?? [];
      byUrl.delete(url);
      const [row] = found;
      const text = paragraphs.join('\n\n');
      const say = (problem: string) => problems.push(`${url} (${format}): ${problem}`);
      if (!row) say('is lost');
      else if (found.length > 1) say('is there twice');
      else if (row.slug !== `paper-${index}`) say(`is of ${row.slug}`);
      else if (row.headline !== headline) say(`is called ${row.headline}, not ${headline}`);
      else if (row.text !== text)
        say(
          `says ${row.text?.slice(0, 60)} (${row.text?.length}), not ${text.slice(0, 60)} (${text.length})`,
        );
      else if (format !== 'rss 0.91' && Number(row.published_at) !== publishedAt)
        say(`is of ${new Date(Number(row.published_at)).toISOString()}`);
    }
  }
  for (const url of byUrl.keys()) problems.push(`${url} was not published`);
  const [counts] = await database.query<{ rejected: number; running: number; copies: number }>(
    sql`SELECT (SELECT count(*) FROM ingest_reject) AS rejected, (SELECT count(*) FROM article_copy) AS copies,
      (SELECT count(*) FROM ingest_run WHERE outcome = 'RUNNING') AS running`,
  );
  if (Number(counts?.rejected) > 0) problems.push(`${counts?.rejected} rejects`);
  if (Number(counts?.copies) > 0) problems.push(`${counts?.copies} copies of each other`);
  if (Number(counts?.running) > 0) problems.push(`${counts?.running} runs never ended`);
  return problems;
}
