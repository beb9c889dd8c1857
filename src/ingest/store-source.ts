import sql from 'sql-template-tag';
import { displayHost } from '../catalog/canonical-url.js';
import { slugBase } from '../catalog/slug.js';
import { sourceBySlug } from '../catalog/sources.js';
import type { CatalogWriter } from '../catalog/writer.js';
import type { Queryable } from '../database/database.js';

/** What a source is made with where none is known for a host. */
export interface NewSource {
  /** What the host's articles are credited to; the host itself where absent. */
  name?: string | undefined;
  feedUrl?: string | undefined;
  /** BCP 47. */
  language?: string | undefined;
  /** Copyright notice that holds for all articles. */
  notice?: string | undefined;
}

/** Finds the source of an address by its host, or makes one. */
export type SourceFinder = (url: string, made?: NewSource) => Promise<number>;

/**
 * Reads the hosts of all sources' front pages. With a slug every address has that source.
 *
 * @throws RangeError where no source has the slug
 */
export async function sourceFinder(
  tx: Queryable,
  writer: CatalogWriter,
  slug: string | undefined,
): Promise<SourceFinder> {
  if (slug !== undefined) {
    const source = await sourceBySlug(tx, slug);
    if (!source) throw new RangeError(`There is no source "${slug}"`);
    return async () => source.id;
  }
  const rows = await tx.query<{ id: number; homepage_url: string }>(
    sql`SELECT id, homepage_url FROM source ORDER BY id DESC`,
  );
  const byHost = new Map(rows.map(({ id, homepage_url }) => [displayHost(homepage_url), id]));
  return async (url, made = {}) => {
    const host = displayHost(url);
    const id = byHost.get(host) ?? (await makeSource(tx, writer, url, host, made));
    byHost.set(host, id);
    return id;
  };
}

async function makeSource(
  tx: Queryable,
  writer: CatalogWriter,
  url: string,
  host: string,
  { name, feedUrl, language, notice }: NewSource,
): Promise<number> {
  const locale = canonicalLocale(language) ?? 'en';
  const outcome = await writer.saveSource({
    slug: await freeSlug(tx, slugBase(host)),
    name: name?.trim() || host,
    homepageUrl: new URL('/', url).href,
    feedUrl,
    language: locale,
    timeZone: locale.startsWith('zh') ? 'Asia/Shanghai' : 'UTC',
    rights: notice ? { notice } : undefined,
  });
  if (outcome.kind === 'REFUSED')
    throw new RangeError(`The source ${host} cannot be made: ${outcome.message}`);
  return outcome.saved.id;
}

async function freeSlug(tx: Queryable, base: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (!(await sourceBySlug(tx, slug))) return slug;
  }
}

/** A language tag in its canonical spelling, also one written with underscores; undefined for any other text. */
export function canonicalLocale(tag: string | undefined): string | undefined {
  try {
    return tag ? Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'))[0] : undefined;
  } catch {
    return undefined;
  }
}
