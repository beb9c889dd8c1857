import iconv from 'iconv-lite';
import { parseFeed, UnreadableFeed } from '../../src/feeds/parse.js';

function titles(document: string | Buffer): (string | undefined)[] | undefined {
  return parseFeed(Buffer.from(document))?.entries.map(({ title }) => title);
}

describe('parseFeed', () => {
  it('reads a feed in the encoding that it declares', () => {
    const xml =
      '<?xml version="1.0" encoding="gb2312"?><rss><channel><title>证监会发布新规</title></channel></rss>';
    expect(parseFeed(iconv.encode(xml, 'gbk'))).toMatchObject({ title: '证监会发布新规', encoding: 'gbk' });
  });

  it('reads dates without zone in the zone of the source, and none ahead of its time', () => {
    const xml = '<rss><channel><item><pubDate>2024-05-13 08:00:00</pubDate></item></channel></rss>';
    const options = { timeZone: 'Asia/Shanghai', now: Date.UTC(2024, 4, 13) };
    expect(parseFeed(Buffer.from(xml), options)?.entries[0]?.published?.at).toBe(options.now);
    expect(parseFeed(Buffer.from(xml), { ...options, now: 0 })?.entries[0]?.published).toBeUndefined();
  });

  it.each(['', 'Not found', '<!doctype html><p>Hello', '<opml/>', '{"a":1}', '{', '<rss', '\u0000\u0001'])(
    'says that %j is no feed',
    (document) => expect(parseFeed(Buffer.from(document))).toBeUndefined(),
  );

  it('reads past control characters, warnings before the feed and a missing end', () => {
    const item = '<item><title>\u0000A\u000b\u001f</title></item>';
    expect(titles(`<b>Warning</b>: cache\n<?xml version="1.0"?><rss><channel>${item}`)).toEqual(['A']);
  });

  it('keeps the whole entries of a document that is cut off, and says so', () => {
    const feed = '<rss><channel><item><title>A</title></item><item><title>B</title></item></channel></rss>';
    expect(parseFeed(Buffer.from(feed))).not.toHaveProperty('isTruncated');
    expect(parseFeed(Buffer.from(feed.slice(0, -35)))).toMatchObject({
      isTruncated: true,
      entries: [{ title: 'A' }],
    });
    expect(titles(feed.slice(0, 35))).toEqual(['A']);
  });

  it.each([
    [
      'RSS 0.90',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel/><item><title>A</title></item></rdf:RDF>',
    ],
    [
      'RSS 0.91',
      '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><item><title>A</title></item></channel></rss>',
    ],
    [
      'RSS 1.1',
      '<Channel xmlns="http://purl.org/net/rss1.1#"><items><item><title>A</title></item></items></Channel>',
    ],
    ['capitals', '<RSS><CHANNEL><ITEM><TITLE>A</TITLE></ITEM></CHANNEL></RSS>'],
    [
      'a document without declaration, after a warning',
      'Notice: x <b>y</b> <rss><channel><item><title>A</title></item></channel></rss>',
    ],
  ])('reads %s', (_what, document) => expect(titles(document)).toEqual(['A']));

  it('expands no entities, so that a bomb stays small and no file is read', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
      '',
    );
    const dtd = `<!DOCTYPE rss [<!ENTITY e0 "boom">${levels}<!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    expect(
      titles(`${dtd}<rss><item><title>&e9;</title></item><item><title>&x;</title></item></rss>`),
    ).toEqual(['&e9;', '&x;']);
  });

  it('refuses, with an error of its own, what is an attack or has nothing in it', () => {
    expect(() => parseFeed(Buffer.from(`<rss>${'<a>'.repeat(100_000)}`))).toThrow(UnreadableFeed);
    const empty = '{"version":"https://jsonfeed.org/version/1","items":{}}';
    expect(() => parseFeed(Buffer.from(empty))).toThrow(UnreadableFeed);
  });

  it('throws nothing else, whatever is damaged', () => {
    const feed =
      '<?xml version="1.0"?><rss><channel><title>A&amp;B</title><item><![CDATA[x]]><link a="b">c</link></item></channel></rss>';
    for (let length = 0; length < feed.length; length++) {
      for (const damage of ['', '<', '"', '&', '\u0000', ']]>', '<!--', '</rss>']) {
        const document = feed.slice(0, length) + damage + feed.slice(length + 1);
        expect(() => parseFeed(Buffer.from(document))).not.toThrow();
      }
    }
  });
});
