import { articleByUrl } from '../../src/catalog/articles.js';
import { aliasUrlsOf, relatedLinksOf } from '../../src/catalog/links.js';
import type { Database } from '../../src/database/database.js';
import { extractPage } from '../../src/ingest/page.js';
import { storeIntake } from '../../src/ingest/store.js';
import { pageIntake } from '../../src/ingest/store-page.js';
import { openTestDatabase } from '../support/database.js';

let database: Database;
let round = 0;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const sentences = [
  'The council of the old harbour town voted on Tuesday to reopen the northern ferry line after eleven years.',
  'Three ships will leave each morning, and two more are to be built at the yard beyond the lighthouse.',
  'Fishermen had asked for the line since the bridge was closed to lorries and the road to the cape was flooded.',
  'The mayor said that the fares would stay low for pupils, for the old, and for whoever works on the islands.',
  'Opponents warn of the cost, which the treasurer puts at nine million crowns until the end of the decade.',
];

/** A page with an article on it, about something that no other test has. */
function page(name: string, head = '', after = '', lines = sentences): Uint8Array {
  const text = lines.map((line) => `<p>${line.replace(/\b(\w{5,})\b/g, `$1 ${name}`)}</p>`).join('\n');
  return Buffer.from(
    `<!doctype html><html lang="en"><head><title>Ferry ${name}</title>${head}</head>
    <body><article><h1>Ferry ${name} sails again</h1>${text}${after}</article></body></html>`,
  );
}

const canonical = (url: string): string => `<link rel="canonical" href="${url}">`;

async function store(url: string, bytes: Uint8Array): Promise<{ kind: string; copyOf?: string }> {
  const extracted = extractPage(bytes, { url });
  if (!extracted) throw new Error('no article');
  const [result] = await storeIntake(database, [], pageIntake(extracted, { url }));
  if (!result) throw new Error('nothing stored');
  return result;
}

const fresh = (): string => `ship${String.fromCharCode(97 + ++round)}`;

async function articleAt(url: string) {
  const article = await articleByUrl(database, url);
  if (article?.__typename !== 'Article') throw new Error(`No article at ${url}`);
  const aliases = (await aliasUrlsOf(database, [article.id])).get(article.id) ?? [];
  const links = (await relatedLinksOf(database, [article.id])).get(article.id) ?? [];
  return { ...article, aliases, links: links.map(({ kind, url: to }) => [kind, to]) };
}

describe('the address of a page', () => {
  it.each([
    ['its site has another name for it', 'https://news.example/ID?view=1', 'https://news.example/ID/story'],
    ['it is an AMP form', 'https://amp.news.example/ID/2026', 'https://news.example/ID/2026.html'],
    ['it is on a host within the site', 'https://m.news.example/ID', 'https://news.example/ID'],
  ])('is the canonical one where %s', async (_why, at, to) => {
    const name = fresh();
    const [url, named] = [at.replace('ID', name), to.replace('ID', name)];
    await store(url, page(name, canonical(named)));
    expect(await articleAt(url)).toMatchObject({ originalUrl: named, links: [] });
    expect((await articleAt(named)).id).toBe((await articleAt(url)).id);
  });

  it('is its own where the canonical one is a front page', async () => {
    const name = fresh();
    await store(`https://news.example/${name}`, page(name, canonical('https://news.example/')));
    expect(await articleAt(`https://news.example/${name}`)).toMatchObject({
      originalUrl: `https://news.example/${name}`,
    });
  });
});

describe('a page whose canonical address is another site', () => {
  it('is not stored as that one, which anybody could say, and names it', async () => {
    const name = fresh();
    const [url, victim] = [`https://copycat.example/${name}`, `https://famous.example/${name}`];
    expect(await store(url, page(name, canonical(victim)))).toMatchObject({ kind: 'PUBLISHED' });
    expect(await articleAt(url)).toMatchObject({ originalUrl: url, links: [['ORIGINAL', victim]] });
    expect(await articleByUrl(database, victim)).toBeNull();

    expect(await store(victim, page(name))).toMatchObject({ kind: 'MODIFIED' });
    expect(await articleAt(url)).toMatchObject({ originalUrl: victim, links: [['REPUBLICATION', url]] });
    expect(await store(url, page(name, canonical(victim), '<p>Changed.</p>'))).toMatchObject({
      ...{ kind: 'COPY', copyOf: victim },
    });
  });

  it('is a copy of that one where the text agrees', async () => {
    const name = fresh();
    const [url, original] = [`https://copycat.example/${name}`, `https://famous.example/${name}`];
    await store(original, page(name));
    expect(await store(url, page(name, canonical(original)))).toMatchObject({
      kind: 'COPY',
      copyOf: original,
    });
    expect(await articleAt(url)).toMatchObject({ originalUrl: original, aliases: [url] });
  });

  it('is an article of its own where the text does not agree', async () => {
    const name = fresh();
    const [url, original] = [`https://copycat.example/${name}`, `https://famous.example/${name}`];
    await store(original, page(name));
    const backwards = sentences.map((line) => [...line].toReversed().join(''));
    const result = await store(url, page(name, canonical(original), '', backwards));
    expect(result).toMatchObject({ kind: 'PUBLISHED', url });
    expect(await articleAt(url)).toMatchObject({ links: [['ORIGINAL', original]] });
  });
});

it('a page without an address is refused', async () => {
  const extracted = extractPage(page(fresh()), {});
  if (!extracted) throw new Error('no article');
  expect(await storeIntake(database, [], pageIntake(extracted, {}))).toMatchObject([
    { kind: 'REFUSED', code: 'NO_ADDRESS' },
  ]);
});
