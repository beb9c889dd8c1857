import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { type Article, line, linkKinds } from './corpus-shape.js';

const text = readFileSync(join(__dirname, '../../examples/demo-corpus.ndjson'), 'utf8');
const rows = text.trimEnd().split('\n');
const lines = rows.map((row) => line.parse(JSON.parse(row)));
const sources = lines.filter((entry) => entry.type === 'source');
const categories = lines.filter((entry) => entry.type === 'category');
const articles = lines.filter((entry) => entry.type === 'article');
const byId = new Map(articles.map((entry) => [entry.id, entry]));
const showcase = articles.find((entry) => entry.slug === 'tide-clock-classroom') as Article;

const viewsWithin = (entry: Article, hours: number): number =>
  entry.viewBuckets.reduce((sum, [hour, views]) => (-hour <= hours ? sum + views : sum), 0);

const unique = <T>(values: T[]): boolean => new Set(values).size === values.length;
const sorted = <T>(values: T[]): T[] => [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

describe('the demo corpus as a file', () => {
  it('writes meta, sources, categories and articles in this order, type first, with true counts', () => {
    expect(rows.every((row) => /^\{"type":"(meta|source|category|article)"/.test(row))).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
    expect(lines.map((entry) => entry.type)).toEqual([
      'meta',
      ...sources.map(() => 'source'),
      ...categories.map(() => 'category'),
      ...articles.map(() => 'article'),
    ]);
    expect(lines[0]).toMatchObject({
      articles: articles.length,
      sources: sources.length,
      categories: categories.length,
    });
  });

  it('names no host outside .example', () => {
    const hosts = [...text.matchAll(/(?:https?:\/\/|[a-z]@)([^/"\s<>]+)/g)].map(
      (match) => match[1] as string,
    );
    expect(hosts.length).toBeGreaterThan(200);
    expect(hosts.filter((host) => !host.endsWith('.example'))).toEqual([]);
  });

  it('keeps ids, slugs and addresses unique', () => {
    for (const kind of [sources, categories, articles]) {
      expect(unique(kind.map((entry) => entry.id))).toBe(true);
      expect(unique(kind.map((entry) => entry.slug))).toBe(true);
    }
    expect(unique(articles.flatMap((entry) => [entry.url, ...entry.aliasUrls]))).toBe(true);
  });

  it('refers only to sources and categories it holds, parents first', () => {
    const depths = new Map<number | null, number>([[null, -1]]);
    for (const { id, parentId, depth } of categories) {
      expect(depth).toBe((depths.get(parentId) ?? Number.NaN) + 1);
      depths.set(id, depth);
    }
    for (const entry of articles) {
      expect(sources.find(({ id }) => id === entry.sourceId)?.lang).toBe(entry.lang);
      expect(entry.categoryIds.every((id) => depths.has(id))).toBe(true);
      expect(entry.categoryIds).toEqual(sorted(entry.categoryIds));
      const deepest = Math.max(...entry.categoryIds.map((id) => depths.get(id) as number));
      expect(entry.categoryIds).toContain(entry.primaryCategoryId);
      expect(depths.get(entry.primaryCategoryId)).toBe(deepest);
    }
  });

  it('numbers related links from 1 and quotes the title and address of those that are articles here', () => {
    for (const entry of articles) {
      expect(entry.related.map(({ position }) => position)).toEqual(entry.related.map((_, i) => i + 1));
      for (const { kind, articleId, title, url } of entry.related) {
        expect(articleId !== entry.id).toBe(true);
        if (kind === 'article') expect(byId.get(articleId ?? 0)).toMatchObject({ title, url });
        else expect(articleId).toBeNull();
      }
    }
  });
});

describe('the times of the demo corpus', () => {
  it('adds articles after they were published, strictly in the order of their ids', () => {
    for (const column of [articles.map((entry) => entry.id), articles.map((entry) => entry.addedAt)]) {
      expect(column).toEqual(sorted<number | string>(column));
      expect(new Set<number | string>(column).size).toBe(column.length);
    }
    for (const entry of articles) {
      expect(entry.addedAt > entry.publishedAt).toBe(true);
      expect(entry.modifiedAt >= entry.publishedAt).toBe(true);
      for (const time of [entry.publishedAt, entry.addedAt, entry.modifiedAt]) {
        expect(time >= '2026-06-01' && time < '2026-11-21').toBe(true);
      }
    }
    expect(articles.some((entry) => entry.modifiedAt > entry.publishedAt)).toBe(true);
  });

  it('dates about a quarter by the day, at midnight UTC', () => {
    const days = articles.filter((entry) => entry.publishedPrecision === 'DAY');
    expect(days.every((entry) => entry.publishedAt.endsWith('T00:00:00.000Z'))).toBe(true);
    expect(days.length / articles.length).toBeCloseTo(0.25, 1);
  });

  it('has ties within a source, within a category, and across both', () => {
    const pairs = articles.flatMap((a) =>
      articles.filter((b) => b.id > a.id && b.publishedAt === a.publishedAt).map((b) => ({ a, b })),
    );
    const sameSource = pairs.filter(({ a, b }) => a.sourceId === b.sourceId);
    const samePlace = pairs.filter(({ a, b }) => a.primaryCategoryId === b.primaryCategoryId);
    const apart = pairs.filter((pair) => !sameSource.includes(pair) && !samePlace.includes(pair));
    expect(Math.min(sameSource.length, samePlace.length, apart.length)).toBeGreaterThan(1);
    expect(pairs.some(({ a }) => a.publishedPrecision === 'SECOND')).toBe(true);
  });
});

describe('what the demo corpus has to show', () => {
  it('is half Chinese and half English, from over a dozen sources in all three levels of the tree', () => {
    const chinese = articles.filter((entry) => entry.lang === 'zh').length;
    expect(chinese / articles.length).toBeCloseTo(0.5, 1);
    expect(articles.length).toBeGreaterThanOrEqual(60);
    expect(sources.length).toBeGreaterThan(12);
    expect(new Set(sources.map(({ timeZone }) => timeZone)).size).toBeGreaterThan(5);
    expect(new Set(categories.map(({ depth }) => depth))).toEqual(new Set([0, 1, 2]));
    const used = new Set(articles.flatMap((entry) => entry.categoryIds));
    expect(categories.filter(({ id, depth }) => depth === 2 && !used.has(id))).toEqual([]);
  });

  it('keeps bodies short, and plain text the same as the markup says', () => {
    for (const entry of articles) {
      const han = entry.body.match(/\p{Script=Han}/gu)?.length ?? 0;
      const words = entry.body.split(/\s+/).length;
      const [length, least, most] = entry.lang === 'zh' ? [han, 200, 800] : [words, 120, 500];
      expect(length >= least && length <= most).toBe(true);
      if (entry.bodyHtml) {
        const { document } = parseHTML(`<html><body>${entry.bodyHtml}</body></html>`);
        const bare = (value: string) => value.replace(/\s+/g, '');
        expect(bare(document.body.textContent ?? '')).toBe(bare(entry.body));
      }
    }
  });

  it('has markup of every common kind, numbered Chinese prose, a wide headline and an emoji', () => {
    const markup = articles.map((entry) => entry.bodyHtml ?? '').join('\n');
    for (const tag of ['h2', 'h3', 'ul', 'ol', 'table', 'blockquote', 'figure', 'img', 'strong', 'em']) {
      expect(markup).toMatch(new RegExp(`<${tag}[ >]`));
    }
    const plain = articles.filter((entry) => !entry.bodyHtml).map((entry) => entry.body);
    expect(plain.some((body) => /^第一，.+^第二，.+^第三，/ms.test(body))).toBe(true);
    expect(plain.some((body) => /^一、.+^二、.+^三、/ms.test(body))).toBe(true);
    expect(articles.some(({ lang, title }) => lang === 'zh' && title.length > 40)).toBe(true);
    expect(articles.filter(({ title }) => /\p{Extended_Pictographic}/u.test(title))).toHaveLength(1);
  });

  it('has every link kind, every syndication policy, rights of articles’ own and moved addresses', () => {
    const links = articles.flatMap((entry) => entry.related);
    expect(new Set(links.map(({ linkKind }) => linkKind))).toEqual(new Set(linkKinds));
    const policies = sorted(sources.map((entry) => entry.rights.syndication));
    expect(policies.filter((policy) => policy !== 'FULL_TEXT')).toEqual(['LINK_ONLY', 'SUMMARY']);
    const notices = sources.flatMap(({ rights }) =>
      rights.takedownDays === 30 ? [rights.notice ?? ''] : [],
    );
    expect(notices.some((notice) => notice.includes('30日'))).toBe(true);
    expect(articles.filter((entry) => entry.rights).length).toBeGreaterThan(2);
    expect(articles.filter((entry) => entry.aliasUrls.length > 0).length).toBeGreaterThan(2);
    expect(articles.some((entry) => entry.authors.length > 1 && entry.image)).toBe(true);
  });

  it('has exactly one withdrawn article, withdrawn after it was added', () => {
    const [gone, ...others] = articles.filter((entry) => entry.withdrawn);
    expect(others).toEqual([]);
    expect(gone?.withdrawn && gone.withdrawn.at > gone.addedAt).toBe(true);
  });

  it('ranks differently by day, week, month and in all, without ties among the first ten', () => {
    const counts = [24, 168, 720].map((hours) => (entry: Article) => viewsWithin(entry, hours));
    const leaders = [...counts, (entry: Article) => entry.views].map((views) => {
      const top = [...articles].sort((a, b) => views(b) - views(a)).slice(0, 11);
      expect(unique(top.map(views))).toBe(true);
      return top[0]?.slug;
    });
    expect(unique(leaders)).toBe(true);
    for (const entry of articles) {
      expect(entry.views).toBeGreaterThanOrEqual(viewsWithin(entry, 700));
      expect(unique(entry.viewBuckets.map(([hour]) => hour))).toBe(true);
    }
  });

  it('ends with a showcase: everything filled in, and neighbours on both sides in every scope', () => {
    expect(articles.at(-1)).toBe(showcase);
    expect(sources.find(({ id }) => id === showcase.sourceId)?.rights.syndication).toBe('FULL_TEXT');
    expect(categories.find(({ id }) => id === showcase.primaryCategoryId)?.depth).toBe(2);
    expect(showcase.rights?.notice).toBeTruthy();
    expect(showcase.image).not.toBeNull();
    expect(showcase.aliasUrls.length).toBeGreaterThan(0);
    expect(new Set(showcase.related.map(({ linkKind }) => linkKind)).size).toBeGreaterThanOrEqual(4);
    const live = articles.filter((entry) => !entry.withdrawn && entry !== showcase);
    const scopes = [
      live,
      live.filter((entry) => entry.sourceId === showcase.sourceId),
      live.filter((entry) => entry.primaryCategoryId === showcase.primaryCategoryId),
    ];
    for (const scope of scopes) {
      expect(scope.some((entry) => entry.publishedAt < showcase.publishedAt)).toBe(true);
      expect(scope.some((entry) => entry.publishedAt > showcase.publishedAt)).toBe(true);
    }
  });
});
