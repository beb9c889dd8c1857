import { bounds } from '../../src/feeds/bounds.js';
import type { Feed } from '../../src/feeds/entry.js';
import { parseFeed, UnreadableFeed } from '../../src/feeds/parse.js';

/** Enough that what grows with the square of the length would not end. */
const many = 300_000;

function parse(document: string): Feed {
  const feed = parseFeed(Buffer.from(document));
  if (!feed) throw new Error('no feed');
  return feed;
}

function parseItem(xml: string) {
  return parse(`<rss><channel><item>${xml}</item></channel></rss>`).entries[0];
}

describe('a hostile feed', () => {
  it('does not make us expand entities, or read files or addresses', () => {
    const dtd = `<!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;"><!ENTITY file SYSTEM "file:///etc/passwd">
      <!ENTITY % remote SYSTEM "http://127.0.0.1:9/x.dtd"> %remote; <!ATTLIST item title CDATA "by default">]>`;
    const feed = parse(`${dtd}<rss><channel><title>&b;&file;%remote;</title><item/></channel></rss>`);
    expect(feed.title).toBe('&b;&file;%remote;');
    expect(feed.entries[0]?.title).toBeUndefined();
  });

  it('is read up to a number of entries, and the others are counted', () => {
    const count = bounds.entries + 5;
    expect(
      parse(`<rss><channel>${'<item><title>T</title></item>'.repeat(count)}</channel></rss>`),
    ).toMatchObject({
      entries: { length: bounds.entries },
      entriesLeftOut: 5,
    });
    expect(parse(`<feed>${'<entry/>'.repeat(count)}</feed>`).entriesLeftOut).toBe(5);
    const items = Array(count).fill('{"id":"1"}').join();
    expect(parse(`{"version":"https://jsonfeed.org/version/1","items":[${items}]}`).entriesLeftOut).toBe(5);
  });

  it('has titles, names and identifiers of sane length', () => {
    const long = 'a😀'.repeat(many);
    const entry = parseItem(`<title>${long}</title><author>${long}</author><category>${long}</category>
      <guid>${long}</guid><link>http://a.example/${long}</link><dc:rights>${long}</dc:rights>`);
    expect(entry?.title).toHaveLength(bounds.title);
    expect(entry?.title).toMatch(/^a😀.*(?:a|😀)…$/su);
    expect(entry?.authors.join().length).toBeLessThanOrEqual(bounds.name);
    expect(entry?.categories.join().length).toBeLessThanOrEqual(bounds.name);
    expect(entry?.rights?.length).toBeLessThanOrEqual(bounds.title);
    expect(entry).toMatchObject({ id: undefined, url: undefined });
  });

  it('has few authors and categories', () => {
    const entry = parseItem('<author>A</author><category>C</category>'.repeat(1_000));
    expect(entry?.authors).toHaveLength(bounds.authors);
    expect(entry?.categories).toHaveLength(bounds.categories);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#9;script:alert(1)',
    '&#1;javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:http://a.example/x',
  ])('gives no address %s', (address) => {
    const feed =
      parse(`<rss xmlns:f="http://rssnamespace.org/feedburner/ext/1.0" xmlns:a="http://www.w3.org/2005/Atom">
      <channel><link>${address}</link><a:link rel="self" href="${address}"/><a:link rel="hub" href="${address}"/>
      <image><url>${address}</url></image><item><link>${address}</link><f:origLink>${address}</f:origLink>
      <enclosure type="image/png" url="${address}"/></item></channel></rss>`);
    const { homepageUrl, feedUrl, hubUrls, image, entries } = feed;
    const [{ url, originalUrl, image: picture } = {}] = entries;
    expect([homepageUrl, feedUrl, ...hubUrls, image, url, originalUrl, picture].filter(Boolean)).toEqual([]);
  });

  it('has no control characters, however they are written', () => {
    expect(parseItem('<title>a\u0000&#0;&#1;&#x7f;\u0007b&#xffff;c</title>')?.title).toBe('a\ufffd bc');
    const json = '{"version":"https://jsonfeed.org/version/1","title":"a\\u0000\\u0001\\ud800b","items":[]}';
    expect(parse(json).title).toBe('ab');
  });

  it('is refused where it nests absurdly deep', () => {
    const json = `{"version":"https://jsonfeed.org/version/1","items":[],"_x":${'['.repeat(many)}${']'.repeat(many)}}`;
    expect(() => parse(json)).toThrow(UnreadableFeed);
    expect(() => parse(`<rss>${'<a>'.repeat(many)}`)).toThrow(UnreadableFeed);
    expect(() => parse(`<rss><channel>${'<item><x>'.repeat(many)}`)).toThrow(UnreadableFeed);
  });

  /** Each took time or stack that grew faster than its length. */
  it.each([
    ['an author without spaces', `<author>${'a'.repeat(many)}</author>`],
    ['a title of unclosed line breaks', `<title><![CDATA[${'<br '.repeat(many)}]]></title>`],
    ['a tag of attributes', `<description>&lt;a${' href'.repeat(many)}&gt;</description>`],
    ['a tag of quotes', `<description>&lt;a ${"''".repeat(many)}&gt;</description>`],
    ['sections that never end', '<![CDATA['.repeat(many / 10)],
    ['brackets', '<'.repeat(many)],
    ['end tags of nothing', `${'<b>'.repeat(200)}${'</i>'.repeat(many / 10)}`],
    ['a date of brackets', `<pubDate>${'('.repeat(many)}</pubDate>`],
    ['a language of underscores', `<dc:language>${'_'.repeat(many)}</dc:language>`],
    ['namespaces', `<x ${Array.from({ length: 20_000 }, (_, n) => `xmlns:n${n}="u"`).join(' ')}/>`],
  ])('stays quick with %s', (_what, xml) => {
    expect(parseItem(xml)).toBeDefined();
  });
});
