import { hash } from 'node:crypto';
import sql from 'sql-template-tag';
import { SeenEntry } from '../../entities/seen-entry.js';
import type { Queryable } from '../database/database.js';
import { rowShape } from '../database/rows.js';
import type { Entry, Feed } from '../feeds/entry.js';
import { isWebAddress } from '../url.js';
import { keyOf } from './store.js';

const shape = rowShape(SeenEntry, 'e');
const keyLength = 500;

/** An entry that is to be taken in. */
export interface EntryWork {
  /** What makes it the same entry: its address in canonical form, or its id. */
  key: string;
  /** SHA-256 of all that the feed says of it. */
  hash: string;
  entry: Entry;
  /** Attempts at its page that have failed, of the entry as it is now. */
  pageFailures: number;
  /** All but its page was taken in as it is. */
  lacksOnlyPage: boolean;
}

/** What there is to do in a run, the newest first, and what is as it was. */
export interface RunWork {
  works: EntryWork[];
  unchanged: number;
  /** Keys of entries that the feed holds no more and of which nothing is to be done. */
  forgotten: string[];
}

/**
 * Compares a feed with what was seen of it before. Of entries with the same key the first counts, which is the newest in
 * most feeds: else each would be a new version of the other in every run.
 */
export async function entriesToTake(
  queryable: Queryable,
  { sourceId, feed, now }: { sourceId: number; feed: Feed | undefined; now: number },
): Promise<RunWork> {
  if (!feed) return { works: await duePages(queryable, sourceId, now), unchanged: 0, forgotten: [] };
  const seen = new Map(
    (await seenWhere(queryable, sql`e.source_id = ${sourceId}`)).map((row) => [row.entryKey, row]),
  );
  const works: EntryWork[] = [];
  const present = new Set<string>();
  for (const entry of feed.entries) {
    const work = workOf(entry, feed);
    if (present.has(work.key)) continue;
    present.add(work.key);
    const before = seen.get(work.key);
    if (before?.entryHash !== work.hash) works.push(work);
    else if (isDue(before, now))
      works.push({ ...work, pageFailures: before.pageFailures ?? 0, lacksOnlyPage: true });
  }
  const unchanged = present.size - works.length;
  const absent = [...seen.values()].filter(({ entryKey }) => !present.has(entryKey));
  works.push(...absent.filter((row) => isDue(row, now)).flatMap(pendingWork));
  return {
    works,
    unchanged,
    forgotten: absent.filter(({ pageDueAt }) => pageDueAt === null).map(({ entryKey }) => entryKey),
  };
}

/** Entries whose pages are due again, from what was kept of them. */
async function duePages(queryable: Queryable, sourceId: number, now: number): Promise<EntryWork[]> {
  const rows = await seenWhere(
    queryable,
    sql`e.source_id = ${sourceId} AND e.page_due_at <= ${now} AND e.pending_entry IS NOT NULL`,
  );
  return rows.flatMap(pendingWork);
}

function isDue({ pageDueAt }: SeenEntry, now: number): boolean {
  return pageDueAt !== null && pageDueAt <= now;
}

function pendingWork({ entryKey, entryHash, pendingEntry, pageFailures }: SeenEntry): EntryWork[] {
  if (pendingEntry === null) return [];
  const entry = JSON.parse(pendingEntry) as Entry;
  return [{ key: entryKey, hash: entryHash, entry, pageFailures: pageFailures ?? 0, lacksOnlyPage: true }];
}

async function seenWhere(queryable: Queryable, where: ReturnType<typeof sql>): Promise<SeenEntry[]> {
  const rows = await queryable.query(sql`SELECT ${shape.columns} FROM seen_entry e WHERE ${where}`);
  return rows.map((row) => shape.read(row) as SeenEntry);
}

/** The entry with what its feed says for all of them. */
function workOf(given: Entry, feed: Feed): EntryWork {
  const url = [given.originalUrl, given.url, given.id].find(isWebAddress);
  const entry: Entry = { ...given, authors: given.authors.length > 0 ? given.authors : feed.authors };
  const language = given.language ?? feed.language;
  if (language !== undefined) entry.language = language;
  const content = hash('sha256', JSON.stringify(entry, withoutOffset), 'base64url');
  const name = url === undefined ? `id:${entry.id ?? content}` : keyOf(url);
  const key = name.length > keyLength ? `sha256:${hash('sha256', name, 'base64url')}` : name;
  return { key, hash: content, entry, pageFailures: 0, lacksOnlyPage: false };
}

/** The same moment in summer time or another zone is no change. */
function withoutOffset(name: string, value: unknown): unknown {
  return name === 'offset' ? undefined : value;
}
