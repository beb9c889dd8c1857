import pLimit from 'p-limit';
import sql from 'sql-template-tag';
import { SeenEntry } from '../../entities/seen-entry.js';
import type { Source } from '../../entities/source.js';
import { displayHost } from '../catalog/canonical-url.js';
import type { Transaction } from '../database/database.js';
import { insertStatements } from '../database/rows.js';
import type { Feed } from '../feeds/entry.js';
import { type AddressesInUse, atEntryAddress } from './entry-address.js';
import { type EntryPage, needsPage, nextPageAttempt, type PageReader, readEntryPage } from './entry-page.js';
import type { EntryWork } from './entry-work.js';
import type { Intake, ReadIntake } from './store.js';
import { feedIntake } from './store-feed.js';
import { pageIntake } from './store-page.js';

const pagesAtOnce = 4;

/** An entry with what came of its page. */
export interface ReadEntry extends EntryWork {
  page: EntryPage | { kind: 'NOT_NEEDED' | 'LATER' };
}

/** Something of an entry that was not taken in, for its source's list. */
export interface Rejection {
  url: string | null;
  headline: string;
  code: string;
  reason: string;
}

/** Fetches the pages that entries need. Without `mayFetch` they are left for later. */
export async function readEntries(
  works: readonly EntryWork[],
  reader: PageReader,
  mayFetch: (work: EntryWork) => boolean,
): Promise<ReadEntry[]> {
  const limit = pLimit(pagesAtOnce);
  return Promise.all(
    works.map(async (work): Promise<ReadEntry> => {
      if (!needsPage(work.entry, reader.rule)) return { ...work, page: { kind: 'NOT_NEEDED' } };
      return limit(async () => ({
        ...work,
        page: mayFetch(work) ? await readEntryPage(work.entry, reader) : { kind: 'LATER' },
      }));
    }),
  );
}

/** The entries as articles, in their order: those with a page from that, the others from the feed. */
export function entriesIntake(
  entries: readonly ReadEntry[],
  { source, feed, feedUrl }: { source: Source; feed: Feed; feedUrl: string },
): ReadIntake {
  return async (tx, writer, now) => {
    const intake: Intake = { drafts: [], refused: [] };
    const inUse: AddressesInUse = new Map();
    for (const group of groups(entries)) {
      const first = group[0] as ReadEntry;
      const read =
        first.page.kind === 'PAGE'
          ? pageOfEntry(first, first.page, source, inUse)
          : feedIntake(
              { ...feed, entries: group.map(({ entry }) => entry).reverse() },
              { url: feedUrl, source: source.slug },
            );
      const { drafts, refused } = await read(tx, writer, now);
      const isBeginning = lacksPage(first);
      intake.drafts.push(...(isBeginning ? drafts.map((draft) => ({ ...draft, isBeginning })) : drafts));
      intake.refused.push(...refused);
    }
    return intake;
  };
}

function pageOfEntry(
  { entry }: ReadEntry,
  { page, url }: EntryPage & { kind: 'PAGE' },
  source: Source,
  inUse: AddressesInUse,
): ReadIntake {
  const isReprint = page.originalUrl !== undefined && displayHost(page.originalUrl) !== displayHost(url);
  const read = pageIntake(page, { url, source: isReprint ? undefined : source.slug });
  return async (tx, writer, now) => {
    const intake = await read(tx, writer, now);
    const [article, ...others] = intake.drafts;
    if (!article || !entry.url) return intake;
    return { ...intake, drafts: [await atEntryAddress(tx, article, entry.url, inUse), ...others] };
  };
}

/** Neighbours that come from the feed, and all in whole or all in part, are one group. */
function groups(entries: readonly ReadEntry[]): ReadEntry[][] {
  const found: ReadEntry[][] = [];
  for (const entry of entries) {
    const before = found.at(-1)?.[0];
    const isAlike = before?.page.kind !== 'PAGE' && before && lacksPage(before) === lacksPage(entry);
    if (isAlike && entry.page.kind !== 'PAGE') found.at(-1)?.push(entry);
    else found.push([entry]);
  }
  return found;
}

/** Whether the page that has the whole text could not be had. */
function lacksPage({ page }: ReadEntry): boolean {
  return page.kind === 'LATER' || page.kind === 'FAILED';
}

/** What is kept of an entry that was taken in: what it was, and when its page is due again. */
export function seenRow(
  { key, hash, entry, page, pageFailures }: ReadEntry,
  sourceId: number,
  now: number,
): SeenEntry {
  const failures = page.kind === 'FAILED' ? pageFailures + 1 : pageFailures;
  const due =
    page.kind === 'LATER'
      ? now
      : page.kind === 'FAILED' && !page.isLasting
        ? nextPageAttempt(failures, now, page.failure.retryAt)
        : undefined;
  return Object.assign(new SeenEntry(), {
    sourceId,
    entryKey: key,
    entryHash: hash,
    pageFailures: due === undefined ? null : failures,
    pageDueAt: due ?? null,
    pendingEntry: due === undefined ? null : JSON.stringify(entry),
  });
}

/** The rejection of a page that is given up; its summary stays published. */
export function pageRejection({ entry, page, pageFailures }: ReadEntry, now: number): Rejection | undefined {
  if (page.kind !== 'FAILED') return undefined;
  const { code, message, advice, retryAt } = page.failure;
  if (!page.isLasting && nextPageAttempt(pageFailures + 1, now, retryAt) !== undefined) return undefined;
  return {
    url: entry.url ?? null,
    headline: entry.title || entry.url || '',
    code,
    reason: `Only what the feed has of it is published. Its page: ${message}; ${advice}`,
  };
}

export async function saveSeen(tx: Transaction, rows: readonly SeenEntry[]): Promise<void> {
  const replace = sql` ON CONFLICT (source_id, entry_key) DO UPDATE SET entry_hash = excluded.entry_hash,
    page_failures = excluded.page_failures, page_due_at = excluded.page_due_at, pending_entry = excluded.pending_entry`;
  for (const statement of insertStatements(SeenEntry, rows, replace)) await tx.execute(statement);
}
