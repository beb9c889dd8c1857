import type { ArticleDraft } from '../../src/catalog/draft.js';
import { type CatalogWriter, catalogWriterIn } from '../../src/catalog/writer.js';
import type { Database, Transaction } from '../../src/database/database.js';

/** Sources and categories to file articles under, by stored id. */
export interface Shelves {
  /** `north`, `south` and `west`, in Chinese, English and English. */
  sources: readonly [north: number, south: number, west: number, ...more: number[]];
  /** The tree `world` > `world/asia` > `world/asia/japan`, and `sport` beside it. */
  categories: readonly [world: number, asia: number, japan: number, sport: number, ...more: number[]];
}

/** The time around which test articles are published: 2026-01-01T00:00:00Z. */
export const someDay = Date.UTC(2026, 0, 1);

/** A writer that opens no transaction of its own and tells nobody. */
export const writerIn = (tx: Transaction, now: number = someDay): CatalogWriter =>
  catalogWriterIn(tx, [], now);

/**
 * Makes the sources and categories in which tests file their articles.
 * @param more - So many further sources, and so many categories below `sport`, on several levels.
 */
export async function makeShelves(database: Database, more = 0): Promise<Shelves> {
  return database.transaction(async (tx) => {
    const writer = writerIn(tx);
    const source = async (slug: string, language: string): Promise<number> => {
      const homepageUrl = `https://${slug}.example/`;
      const outcome = await writer.saveSource({ slug, name: slug.toUpperCase(), homepageUrl, language });
      if (outcome.kind === 'REFUSED') throw new Error(outcome.message);
      return outcome.saved.id;
    };
    const category = async (slug: string, parentId: number | null): Promise<number> => {
      const outcome = await writer.saveCategory({ slug, name: slug.toUpperCase(), parentId });
      if (outcome.kind === 'REFUSED') throw new Error(outcome.message);
      return outcome.saved.id;
    };
    const sources = [
      await source('north', 'zh-CN'),
      await source('south', 'en'),
      await source('west', 'en'),
    ] as const;
    const world = await category('world', null);
    const asia = await category('asia', world);
    const japan = await category('japan', asia);
    const sport = await category('sport', null);
    const moreSources: number[] = [];
    const moreCategories: number[] = [];
    for (let n = 0; n < more; n++) {
      moreSources.push(await source(`source-${n}`, 'en'));
      moreCategories.push(await category(`league-${n}`, moreCategories[n - 20] ?? sport));
    }
    return {
      sources: [...sources, ...moreSources],
      categories: [world, asia, japan, sport, ...moreCategories],
    };
  });
}

/** A draft of which only the address matters, with what a test wants of it. */
export function draftOf(
  name: string | number,
  given: Partial<ArticleDraft> & Pick<ArticleDraft, 'sourceId'>,
): ArticleDraft {
  return {
    originalUrl: `https://news.example/${name}`,
    headline: `Headline ${name}`,
    publishedAt: someDay,
    ...given,
  };
}

/** Does something in a transaction and then undoes it, so that many cases can share one database. */
export async function undone(database: Database, work: (tx: Transaction) => Promise<void>): Promise<void> {
  const undo = new Error('undone');
  await database
    .transaction(async (tx) => {
      await work(tx);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
}

/**
 * Many articles over all sources, categories and languages, by number. Half of them are published and added at one
 * and the same time; each links to the one before it and has an alias; every twentieth is withdrawn.
 */
export async function publishMany(database: Database, shelves: Shelves, count: number): Promise<number[]> {
  const drafts = Array.from({ length: count }, (_, n): ArticleDraft => {
    const at = someDay - (n % 2) * n * 60_000;
    return draftOf(n, {
      id: n + 1,
      sourceId: shelves.sources[n % shelves.sources.length] as number,
      categoryIds: [
        shelves.categories[n % shelves.categories.length] as number,
        ...(n % 7 ? [] : [shelves.categories[1]]),
      ],
      language: n % 5 ? 'zh-CN' : 'en',
      bodyText: `Body of ${n}`,
      publishedAt: at,
      addedAt: at,
      relatedLinks: [{ kind: 'SEE_ALSO', title: 'Before', url: `https://news.example/${n - 1}` }],
      aliasUrls: [`https://alias.example/${n}`],
    });
  });
  return database.transaction(async (tx) => {
    const writer = writerIn(tx);
    const ids: number[] = [];
    for (let from = 0; from < count; from += 500) {
      for (const outcome of await writer.publish(drafts.slice(from, from + 500))) {
        if (outcome.kind === 'REFUSED') throw new Error(outcome.message);
        ids.push(outcome.articleId);
      }
    }
    for (const articleId of ids.filter((id) => id % 20 === 0))
      await writer.withdraw({ articleId, reason: 'EDITORIAL' });
    return ids;
  });
}
