import type { Entry } from '../../src/feeds/entry.js';
import { mergedPage, needsPage, nextPageAttempt, pageAttempts } from '../../src/ingest/entry-page.js';
import type { ExtractedPage } from '../../src/ingest/page.js';
import { prose } from '../support/site.js';

const entry: Entry = { url: 'https://site.example/1', title: 'Of the feed', authors: [], categories: [] };
const page = {
  headline: 'Of the page',
  authors: ['Page Author'],
  contentHtml: prose('pages'),
  contentText: prose('pages').replace(/<[^>]+>/g, ''),
  published: { at: 5_000, precision: 'SECOND' },
  description: 'Of the page',
} as ExtractedPage;

describe('the page of an entry is fetched', () => {
  test.each<[string, Partial<Entry>, boolean]>([
    ['which has nothing but a headline', {}, true],
    ['which has a short summary', { summaryHtml: '<p>The council met on Monday.</p>' }, true],
    ['whose summary is the whole article', { summaryHtml: prose('roads') }, false],
    ['whose summary is a whole article in Chinese', { summaryHtml: `<p>${'新闻'.repeat(120)}</p>` }, false],
    ['whose summary is long and ends in a dot', { summaryHtml: `${prose('roads')}<p>And so on.</p>` }, false],
    ['whose summary is long and cut short', { summaryHtml: `${prose('roads')}<p>And so […]</p>` }, true],
    [
      'whose content ends with a link to the rest',
      { contentHtml: `${prose('roads')}<a href="/">Read more »</a>` },
      true,
    ],
    [
      'whose content ends so in Chinese',
      { contentHtml: `${prose('roads')}<a href="/">[阅读全文]</a>` },
      true,
    ],
    [
      'whose content is a note',
      { contentHtml: `<p>${'Seventy words are enough for a note. '.repeat(10)}</p>` },
      false,
    ],
    ['whose content is empty', { contentHtml: '', summaryHtml: '<p>Short.</p>' }, true],
    ['that has no address', { url: undefined as never, summaryHtml: 'Short' }, false],
  ])('of one %s: %#', (_what, given, needed) => {
    expect(needsPage({ ...entry, ...given })).toBe(needed);
  });

  test('where a rule says where its text is', () => {
    expect(needsPage({ ...entry, contentHtml: prose('roads') }, { body: '.text' })).toBe(true);
    expect(needsPage({ ...entry, contentHtml: prose('roads') }, { cut: ['.ads'] })).toBe(false);
  });
});

describe('an entry and its page', () => {
  const published = { at: 1_000, precision: 'SECOND' } as const;

  test('have headline, date and abstract of the feed and the text of the page', () => {
    const merged = mergedPage({ ...entry, published, summaryHtml: '<p>A summary. Read more…</p>' }, page);
    expect(merged).toMatchObject({
      headline: 'Of the feed',
      published,
      description: 'A summary.',
      authors: ['Page Author'],
      contentHtml: page.contentHtml,
    });
  });

  test('have those of the page where the feed has none, or a rule says where they are', () => {
    expect(mergedPage({ ...entry, title: '' }, page)).toMatchObject({
      headline: 'Of the page',
      published: page.published,
      description: 'Of the page',
    });
    expect(mergedPage({ ...entry, published }, page, { headline: 'h1', date: 'time' })).toMatchObject({
      headline: 'Of the page',
      published: page.published,
    });
  });

  test('are no more than the entry where the page has less', () => {
    expect(mergedPage({ ...entry, summaryHtml: prose('roads', 600) }, page)).toBeUndefined();
  });
});

test('a page is tried again after waits that double, until it is given up', () => {
  const minutes = [1, 2, 3, 4, 5].map((failures) => (nextPageAttempt(failures, 0) as number) / 60_000);
  expect(minutes).toEqual([20, 40, 80, 160, 320]);
  expect(nextPageAttempt(pageAttempts, 0)).toBeUndefined();
  expect(nextPageAttempt(1, 0, 7_200_000)).toBe(7_200_000);
});
