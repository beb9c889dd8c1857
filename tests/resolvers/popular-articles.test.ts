import { toGlobalId } from '../../resolvers/global-id.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { changeListeners } from '../../src/change-listeners.js';
import { seedPopularity } from '../../src/popularity/seeding.js';
import { hourOf } from '../../src/popularity/windows.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeShelves, publishMany, type Shelves, someDay } from '../support/corpus.js';

const articles = 2_000;

interface Ranked {
  numbers: number[];
  ranks: number[];
  views: number[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

describe('popular articles', () => {
  let app: TestApp;
  let shelves: Shelves;
  beforeAll(async () => {
    app = await startTestApp();
    shelves = await makeShelves(app.database);
    const ids = await publishMany(app.database, shelves, articles);
    const now = Date.now();
    const seeds = ids.map((articleId) => ({
      articleId,
      views: 1_000 + ((articleId * 7919) % 997),
      publishedAt: someDay,
      // Read today: one in seven.
      buckets: articleId % 7 ? [] : ([[hourOf(now), 1 + (articleId % 50)]] as const),
    }));
    await app.database.transaction((tx) => seedPopularity(tx, seeds, now));
    // Withdrawn before they were seeded, and once more so that the rankings hear of it.
    const writer = catalogWriter(app.database, changeListeners);
    for (const articleId of ids.filter((id) => id % 20 === 0))
      await writer.withdraw({ articleId, reason: 'LEGAL' });
  }, 60_000);
  afterAll(() => app.stop());

  const isListed = (id: number) => id % 20 !== 0;
  /** The whole ranking by definition: of equals the higher id first. */
  function oracle(viewsOf: (id: number) => number, isMember: (id: number) => boolean = () => true): number[] {
    return Array.from({ length: articles }, (_, n) => n + 1)
      .filter((id) => isListed(id) && isMember(id) && viewsOf(id) > 0)
      .sort((a, b) => viewsOf(b) - viewsOf(a) || b - a);
  }
  const allViews = (id: number) => 1_000 + ((id * 7919) % 997);
  const dayViews = (id: number) => (id % 7 ? 0 : 1 + (id % 50));
  // As tests/support/corpus.ts files them: the article of number n has the id n + 1.
  const inWorld = (id: number) => (id - 1) % 4 !== 3 || (id - 1) % 7 === 0;
  const ofNorth = (id: number) => (id - 1) % 3 === 0;

  async function ask(given: Record<string, unknown>): Promise<Ranked> {
    const query = `query ($window: PopularityWindow = ALL, $category: ID, $source: ID, $first: Int, $after: Cursor) {
      popularArticles(window: $window, category: $category, source: $source, first: $first, after: $after) {
        edges { rank views score node { id } } nodes { id }
        pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
    const { data, errors } = await app.graphql(query, given);
    expect(errors).toBeUndefined();
    const { edges, nodes, pageInfo } = data.popularArticles;
    expect(nodes).toEqual(edges.map(({ node }: { node: unknown }) => node));
    return {
      numbers: nodes.map(({ id }: { id: string }) => Number(atob(id).split(':')[1])),
      ranks: edges.map(({ rank }: { rank: number }) => rank),
      views: edges.map(({ views }: { views: number }) => views),
      pageInfo,
    };
  }

  it('are the most read, with their place and their views', async () => {
    const expected = oracle(allViews).slice(0, 10);
    expect(await ask({ first: 10 })).toEqual({
      numbers: expected,
      ranks: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      views: expected.map(allViews),
      pageInfo: { hasNextPage: true, hasPreviousPage: false, endCursor: expect.any(String) },
    });
  });

  it.each<[what: string, given: Record<string, string>, expected: () => number[]]>([
    ['the site', {}, () => oracle(allViews)],
    ['the site in one day', { window: 'DAY' }, () => oracle(dayViews)],
    ['a category of many', { category: 'world' }, () => oracle(allViews, inWorld)],
    ['a category of many in one day', { category: 'world', window: 'DAY' }, () => oracle(dayViews, inWorld)],
    ['a source of few', { source: 'north' }, () => oracle(allViews, ofNorth)],
    [
      'both',
      { category: 'world', source: 'north', window: 'DAY' },
      () => oracle(dayViews, (id) => inWorld(id) && ofNorth(id)),
    ],
  ])(
    'of %s are paged without a gap or a repetition',
    async (_what, { category, source, window }, expected) => {
      const given = {
        window,
        category: category && toGlobalId('Category', shelves.categories[0]),
        source: source && toGlobalId('Source', shelves.sources[0]),
      };
      const all = expected().slice(0, 250);
      const listed: number[] = [];
      const ranks: number[] = [];
      for (let after: string | null | undefined; listed.length < all.length; ) {
        const page = await ask({ ...given, first: 50, after });
        listed.push(...page.numbers);
        ranks.push(...page.ranks);
        expect(page.pageInfo.hasPreviousPage).toBe(after != null);
        expect(page.pageInfo.hasNextPage).toBe(listed.length < expected().length);
        after = page.pageInfo.endCursor;
      }
      expect(listed).toEqual(all);
      expect(ranks).toEqual(all.map((_, index) => index + 1));
    },
  );

  it('are none where nothing is read, or nothing there', async () => {
    const sport = toGlobalId('Category', shelves.categories[3]);
    const north = toGlobalId('Source', shelves.sources[0]);
    expect(await ask({ category: toGlobalId('Category', 7) })).toMatchObject({ numbers: [] });
    const few = oracle(dayViews, (id) => (id - 1) % 4 === 3 && ofNorth(id));
    expect((await ask({ category: sport, source: north, window: 'DAY' })).numbers).toEqual(few.slice(0, 20));
    expect(await ask({ first: 0 })).toMatchObject({ numbers: [], pageInfo: { hasNextPage: true } });
  });

  it('refuse a cursor of another window and ids of another type', async () => {
    const { pageInfo } = await ask({ window: 'ALL', first: 1 });
    const refused = async (argument: string, named: string) => {
      const { errors } = await app.graphql(`{ popularArticles(${argument}) { nodes { id } } }`);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: named } }]);
    };
    await refused(`window: DAY, after: "${pageInfo.endCursor}"`, 'after');
    await refused('after: "nonsense"', 'after');
    await refused('first: 101', 'first');
    await refused(`category: "${toGlobalId('Source', 1)}"`, 'category');
    await refused(`source: "${toGlobalId('Category', 1)}"`, 'source');
  });
});
