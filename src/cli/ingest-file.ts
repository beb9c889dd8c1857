import { readFile } from 'node:fs/promises';
import { cleanHtml } from '../catalog/clean-html.js';
import { plainText } from '../catalog/plain-text.js';
import { sourceBySlug } from '../catalog/sources.js';
import type { Database } from '../database/database.js';
import { decodeText } from '../feeds/decode.js';
import type { Feed } from '../feeds/entry.js';
import { parseFeed } from '../feeds/parse.js';
import { reportFeed } from '../feeds/report.js';
import { type ExtractedPage, extractPage } from '../ingest/page.js';
import { pageJson } from '../ingest/page-json.js';
import { type StoreResult, storeIntake } from '../ingest/store.js';
import { feedIntake } from '../ingest/store-feed.js';
import { pageIntake } from '../ingest/store-page.js';
import { withDatabase } from './database.js';
import { CommandFailure } from './failure.js';

/** The options of `broadsheet ingest`. */
export interface IngestOptions {
  file: string;
  url?: string;
  contentType?: string;
  source?: string;
  links?: boolean;
  json?: boolean;
}

type Document = { kind: 'feed'; feed: Feed } | { kind: 'page'; page: ExtractedPage };

/** Prints what a file holds as JSON. */
export async function printDocument(options: IngestOptions): Promise<void> {
  const document = await readDocument(options);
  const readHtml = (html: string) => ({ html: cleanHtml(html, options.url), text: plainText(html) });
  const report =
    document.kind === 'feed'
      ? reportFeed(document.feed, readHtml)
      : { kind: 'page', articles: [withCleanHtml(pageJson(document.page, options.url), options.url)] };
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
}

/** Stores what a file holds, and prints what became of it. */
export async function storeDocument(options: IngestOptions): Promise<void> {
  const { changeListeners } = await import('../app.js');
  await withDatabase(async (database) => {
    const document = await readDocument(options, await timeZoneOf(database, options.source));
    const intake =
      document.kind === 'feed' ? feedIntake(document.feed, options) : pageIntake(document.page, options);
    report(await storeIntake(database, changeListeners, intake));
  });
}

/** @throws CommandFailure for a file that cannot be read or is neither a page nor a feed */
async function readDocument({ file, url, contentType }: IngestOptions, timeZone?: string): Promise<Document> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailure(`The file ${file} cannot be read: ${error.code}`);
  });
  const known = { url, contentType, timeZone };
  const feed = parseFeed(bytes, known);
  if (feed) return { kind: 'feed', feed };
  const page = isMarkup(bytes, contentType) ? extractPage(bytes, known) : undefined;
  if (page) return { kind: 'page', page };
  throw new CommandFailure(`${file} is neither a page with an article nor an RSS, Atom or JSON Feed`);
}

/** Whether there is HTML in it, be it a fragment: the extractor finds some text in anything. */
function isMarkup(bytes: Uint8Array, contentType: string | undefined): boolean {
  const { text } = decodeText(bytes, { contentType, kind: 'html' });
  return /<(?:!doctype html|html|head|title|body|article|div|table|h\d|p)[\s>]/i.test(text);
}

async function timeZoneOf(database: Database, slug: string | undefined): Promise<string | undefined> {
  if (slug === undefined) return undefined;
  const source = await sourceBySlug(database, slug);
  if (!source) throw new CommandFailure(`There is no source "${slug}"`);
  return source.timeZone;
}

function withCleanHtml<Page extends { contentHtml: string }>(page: Page, url: string | undefined): Page {
  return { ...page, contentHtml: cleanHtml(page.contentHtml, url) };
}

function report(results: readonly StoreResult[]): void {
  const count = (kind: StoreResult['kind']) => results.filter((result) => result.kind === kind).length;
  for (const { kind, url, headline, problem } of results) {
    process.stdout.write(`${[kind.toLowerCase(), url ?? '-', headline, problem ?? []].flat().join('\t')}\n`);
  }
  process.stdout.write(
    `${count('PUBLISHED')} articles published, ${count('MODIFIED')} modified, ${count('UNCHANGED')} unchanged, ${count('REFUSED')} refused\n`,
  );
  if (results.length === 0 || count('REFUSED') > 0) process.exitCode = 1;
}
