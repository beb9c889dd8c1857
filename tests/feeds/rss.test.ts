import type { Feed } from '../../src/feeds/entry.js';
import { parseFeed } from '../../src/feeds/parse.js';

function read(xml: string, url?: string): Feed {
  const feed = parseFeed(Buffer.from(xml), { url });
  if (!feed) throw new Error('no feed');
  return feed;
}

function item(xml: string): Feed['entries'][number] | undefined {
  const namespaces =
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:content="http://purl.org/rss/1.0/modules/content/"';
  return read(`<rss version="2.0" ${namespaces}><channel><item>${xml}</item></channel></rss>`).entries[0];
}

describe('RSS', () => {
  it('reads a whole feed', () => {
    const feed = read(
      `<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
      <channel>
        <title>Harbour &amp;amp; Sea</title><link>https://harbour.example/</link>
        <a:link rel="self" href="https://harbour.example/rss"/>
        <description>News of &lt;b&gt;ships&lt;/b&gt;</description><language>en_GB</language>
        <copyright>© 2024 Harbour</copyright><managingEditor>ed@harbour.example (Ed Itor)</managingEditor>
        <lastBuildDate>Mon, 13 May 2024 08:00:00 GMT</lastBuildDate>
        <image><url>/logo.png</url><title>Harbour</title></image>
        <item>
          <guid isPermaLink="false">17</guid><link>/tall-ships?a=1&amp;b=2</link><title>Tall ships</title>
          <author>jo@harbour.example (Jo Tar)</author><category>Ships</category><category>Sail</category>
          <pubDate>Sun, 12 May 2024 10:30:00 +0200</pubDate>
          <description>They came.</description><content:encoded><![CDATA[<p>They <a href="/came">came</a>.</p>]]></content:encoded>
          <enclosure url="/ship.jpg" type="image/jpeg" length="1"/>
        </item>
      </channel></rss>`,
      'https://harbour.example/rss?x',
    );
    expect(feed).toEqual({
      format: 'rss',
      encoding: 'utf-8',
      title: 'Harbour & Sea',
      homepageUrl: 'https://harbour.example/',
      feedUrl: 'https://harbour.example/rss',
      descriptionHtml: 'News of <b>ships</b>',
      language: 'en-GB',
      rights: '© 2024 Harbour',
      authors: ['Ed Itor'],
      hubUrls: [],
      updated: { at: Date.UTC(2024, 4, 13, 8), precision: 'SECOND' },
      image: { url: 'https://harbour.example/logo.png', alt: 'Harbour' },
      entries: [
        {
          id: '17',
          url: 'https://harbour.example/tall-ships?a=1&b=2',
          title: 'Tall ships',
          authors: ['Jo Tar'],
          published: { at: Date.UTC(2024, 4, 12, 8, 30), precision: 'SECOND', offset: 120 },
          updated: undefined,
          summaryHtml: 'They came.',
          contentHtml: '<p>They <a href="https://harbour.example/came">came</a>.</p>',
          categories: ['Ships', 'Sail'],
          image: {
            url: 'https://harbour.example/ship.jpg',
            alt: undefined,
            width: undefined,
            height: undefined,
          },
          language: undefined,
          rights: undefined,
        },
      ],
    });
  });

  it('reads RSS 1.0, whose items stand beside the channel', () => {
    const feed =
      read(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="http://a.example/rss"><title>A</title><d:language>zh-CN</d:language></channel>
      <item rdf:about="http://a.example/1"><title>一</title><d:date>2024-05-13</d:date><d:creator>Li</d:creator><d:rights>CC BY</d:rights></item>
      <item rdf:about="http://a.example/2"><title>二</title><link>http://a.example/two</link></item></rdf:RDF>`);
    expect(feed).toMatchObject({ format: 'rdf', title: 'A', language: 'zh-CN' });
    expect(feed.entries.map(({ url }) => url)).toEqual(['http://a.example/1', 'http://a.example/two']);
    expect(feed.entries[0]).toMatchObject({
      id: 'http://a.example/1',
      title: '一',
      authors: ['Li'],
      rights: 'CC BY',
    });
    expect(feed.entries[0]?.published).toEqual({ at: Date.UTC(2024, 4, 13), precision: 'DAY' });
  });

  it.each([
    ['<link>http://a.example/1</link><link>http://a.example/2</link>', 'http://a.example/2'],
    ['<link/><guid>http://a.example/3</guid>', 'http://a.example/3'],
    ['<guid isPermaLink="false">http://a.example/3</guid>', undefined],
    ['<guid>17</guid>', undefined],
  ])('takes the address from %s', (xml, url) => expect(item(xml)?.url).toBe(url));

  it.each([
    ['<author>jo@a.example</author>', ['jo@a.example']],
    ['<author>Jo &lt;jo@a.example&gt;</author>', ['Jo']],
    ['<dc:creator>Jo</dc:creator><dc:creator>Li</dc:creator>', ['Jo', 'Li']],
    ['', []],
  ])('takes the authors from %s', (xml, authors) => expect(item(xml)?.authors).toEqual(authors));

  it('takes a change from Dublin Core', () => {
    const xml =
      '<pubDate>Mon, 13 May 2024 08:00:00 GMT</pubDate><dcterms:modified>2024-05-14T09:00:00Z</dcterms:modified>';
    expect(item(xml)?.published?.at).toBe(Date.UTC(2024, 4, 13, 8));
    expect(item(xml)?.updated?.at).toBe(Date.UTC(2024, 4, 14, 9));
  });

  it('passes over empty elements', () => {
    const xml = '<title/><dc:title>T</dc:title><pubDate></pubDate><dc:date>2024-05-13</dc:date>';
    expect(item(xml)).toMatchObject({ title: 'T', published: { at: Date.UTC(2024, 4, 13) } });
  });

  it('reads markup that was not escaped', () => {
    const entry = item('<title>A <b>B</b></title><description><p>1<br/>2</p></description>');
    expect(entry).toMatchObject({ title: 'A B', summaryHtml: '<p>1<br>2</p>' });
  });

  it('reads items although the feed has neither channel nor version', () => {
    expect(read('<rss><item><title>A</title></item></rss>').entries).toHaveLength(1);
  });
});
