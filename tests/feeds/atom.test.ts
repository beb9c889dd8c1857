import type { Feed } from '../../src/feeds/entry.js';
import { parseFeed } from '../../src/feeds/parse.js';

function read(inner: string, url?: string): Feed {
  const feed = parseFeed(Buffer.from(`<feed xmlns="http://www.w3.org/2005/Atom">${inner}</feed>`), { url });
  if (!feed) throw new Error('no feed');
  return feed;
}

describe('Atom', () => {
  it('reads a whole feed', () => {
    const feed = read(
      `<title>Harbour</title><subtitle type="html">&lt;b&gt;Ships&lt;/b&gt;</subtitle><id>urn:harbour</id>
      <link href="/"/><link rel="self" href="/atom"/><rights>© Harbour</rights><logo>/logo.png</logo>
      <updated>2024-05-13T08:00:00Z</updated><author><name>Ed Itor</name></author>
      <entry xml:lang="fr"><id>urn:1</id><title type="html">A &amp;amp; &lt;i&gt;B&lt;/i&gt;</title>
        <link rel="alternate" type="application/pdf" href="/1.pdf"/><link type="text/html" href="/1"/>
        <published>2024-05-12</published><updated>2024-05-13T08:00:00+02:00</updated>
        <summary>1 &lt; 2</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p><a href="2">2</a></p></div></content>
        <category term="ships" label="Ships"/><category term="sail"/><link rel="license" href="https://cc.example/by"/></entry>`,
      'https://harbour.example/feeds/atom',
    );
    expect(feed).toMatchObject({
      format: 'atom',
      title: 'Harbour',
      descriptionHtml: '<b>Ships</b>',
      homepageUrl: 'https://harbour.example/',
      feedUrl: 'https://harbour.example/atom',
      rights: '© Harbour',
      image: { url: 'https://harbour.example/logo.png' },
    });
    expect(feed.entries).toEqual([
      {
        id: 'urn:1',
        url: 'https://harbour.example/1',
        title: 'A & B',
        authors: ['Ed Itor'],
        published: { at: Date.UTC(2024, 4, 12), precision: 'DAY' },
        updated: { at: Date.UTC(2024, 4, 13, 6), precision: 'SECOND', offset: 120 },
        summaryHtml: '1 &lt; 2',
        contentHtml: '<p><a href="https://harbour.example/feeds/2">2</a></p>',
        categories: ['Ships', 'sail'],
        image: undefined,
        language: 'fr',
        rights: 'https://cc.example/by',
      },
    ]);
  });

  it.each([
    ['<title>1 &lt;b&gt; 2</title>', '1 <b> 2'],
    ['<title type="text">AT&amp;amp;T</title>', 'AT&amp;T'],
    ['<title type="html">AT&amp;amp;T</title>', 'AT&T'],
    ['<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>B</b></div></title>', 'A B'],
  ])('reads %s as its type says', (xml, title) => expect(read(xml).title).toBe(title));

  it('resolves content against the nearest xml:base', () => {
    const feed = read(
      '<entry xml:base="http://b.example/b/"><link href="1"/><content type="html" xml:base="c/">&lt;a href="x"></content></entry>',
      'http://a.example/',
    );
    expect(feed.entries[0]).toMatchObject({
      url: 'http://b.example/b/1',
      contentHtml: '<a href="http://b.example/b/c/x">',
    });
  });

  it('reads Atom 0.3, its own names and encoded content', () => {
    const content = Buffer.from('<p>É</p>').toString('base64');
    const xml = `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><tagline>Old</tagline><entry><issued>2004-04-20T00:23:47Z</issued>
      <modified>2004-04-21T00:00:00Z</modified><content type="text/html" mode="base64">${content}</content></entry></feed>`;
    const feed = parseFeed(Buffer.from(xml));
    expect(feed?.descriptionHtml).toBe('Old');
    expect(feed?.entries[0]).toMatchObject({
      contentHtml: '<p>É</p>',
      published: { at: Date.UTC(2004, 3, 20, 0, 23, 47) },
      updated: { at: Date.UTC(2004, 3, 21) },
    });
  });

  it('reads an entry document', () => {
    const xml = '<a:entry xmlns:a="http://www.w3.org/2005/Atom"><a:title>Alone</a:title></a:entry>';
    expect(parseFeed(Buffer.from(xml))?.entries.map(({ title }) => title)).toEqual(['Alone']);
  });

  it('reads escaped HTML in a stray div as the HTML that is meant', () => {
    const [entry] = read(
      '<entry><content type="html"><div xmlns="http://www.w3.org/1999/xhtml">A &lt;b&gt;B&lt;/b&gt;</div></content></entry>',
    ).entries;
    expect(entry?.contentHtml).toBe('A <b>B</b>');
  });

  it('keeps a title that only begins like markup', () => {
    expect(read('<title type="html">5 &lt; 6</title>').title).toBe('5 < 6');
    expect(read('<title type="html">&lt;!DOCTYPE</title>').title).toBe('<!DOCTYPE');
  });

  it('knows where a link of FeedBurner leads', () => {
    const [entry] = read(
      `<entry xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"><link href="http://feeds.example/~r/1"/>
        <f:origLink>http://a.example/1</f:origLink></entry>`,
    ).entries;
    expect(entry).toMatchObject({ url: 'http://feeds.example/~r/1', originalUrl: 'http://a.example/1' });
  });
});
