import { discoverFeeds } from '../../src/feeds/discover.js';

const url = 'https://harbour.example/news/today.html';

function discover(html: string) {
  return discoverFeeds(Buffer.from(html), { url });
}

function offered(html: string) {
  return discover(html)
    .filter(({ guessed }) => !guessed)
    .map((candidate) => candidate.url);
}

describe('discoverFeeds', () => {
  it('finds what a page declares, with title and type, resolved against its base', () => {
    const [first] =
      discover(`<base href="/site/"><LINK REL="Alternate home" TYPE="application/rss+xml; charset=utf-8"
      title="Harbour &amp; Sea" href="feed.xml?a=1&amp;b=2#top">`);
    expect(first).toEqual({
      url: 'https://harbour.example/site/feed.xml?a=1&b=2',
      title: 'Harbour & Sea',
      type: 'application/rss+xml',
      guessed: false,
    });
  });

  it('prefers declared feeds to linked ones, and these to guesses', () => {
    const candidates = discover(
      `<a href="/rss">RSS</a><link rel="alternate" type="application/atom+xml" href="/news.atom">`,
    );
    expect(candidates.map(({ url, guessed }) => [url, guessed]).slice(0, 3)).toEqual([
      ['https://harbour.example/news.atom', false],
      ['https://harbour.example/rss', false],
      ['https://harbour.example/feed', true],
    ]);
  });

  it('puts comments feeds after the others, and other languages after the language of the page', () => {
    expect(
      offered(`<html lang="en-GB">
        <link rel="alternate" type="application/rss+xml" title="Harbour: comments feed" href="/c">
        <link rel="alternate" type="application/rss+xml" href="/feed/comments/">
        <link rel="alternate" type="application/rss+xml" hreflang="de" href="/de">
        <link rel="alternate" type="application/rss+xml" hreflang="en" href="/en">`),
    ).toEqual(['/en', '/de', '/c', '/feed/comments/'].map((path) => `https://harbour.example${path}`));
  });

  it('takes rel="feed" and vague types where the address looks like a feed', () => {
    expect(
      offered(`<link rel="feed" href="/updates"><link rel="alternate" type="application/json" href="/feed.json">
        <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1"><link rel="alternate" hreflang="fr" href="/fr/feed">`),
    ).toEqual(['https://harbour.example/updates', 'https://harbour.example/feed.json']);
  });

  it.each([
    '/feed/',
    '/rss',
    'all.rss',
    '/blog/atom.xml',
    '/index.xml',
    '?feed=rss2',
    '//feeds.example/sea',
    '/rss.php',
  ])('takes a link to %s for one to a feed', (href) =>
    expect(offered(`<a href="${href}">News <b>feed</b></a>`)).toHaveLength(1),
  );

  it.each([
    '/feedback',
    '/grass',
    '/feed.html',
    '/sitemap.xml',
    '/rss-icon.png',
    'mailto:rss@harbour.example',
    'javascript:rss()',
  ])('takes no link to %s for one to a feed', (href) =>
    expect(offered(`<a href="${href}">x</a>`)).toEqual([]),
  );

  it('names linked feeds by the text of the link', () => {
    expect(discover('<a href="/rss">News <b>feed</b>\n</a> and more')[0]?.title).toBe('News feed');
  });

  it('reads no markup in comments and scripts, names each feed once, and not the page itself', () => {
    expect(
      offered(`<!-- <a href="/a.rss">a</a> --><script>'<a href="/b.rss">'</script><a href="${url}">self</a>
        <a href="/c.rss">c</a><link rel="alternate" type="application/rss+xml" href="/c.rss#x">`),
    ).toEqual(['https://harbour.example/c.rss']);
  });

  it('gives none but http addresses, whatever is declared', () => {
    for (const href of ['javascript:alert(1)', 'data:text/xml,x', 'file:///feed', 'http://', '']) {
      expect(offered(`<link rel="alternate" type="application/rss+xml" href="${href}">`)).toEqual([]);
    }
  });

  it('reads a page of another encoding', () => {
    const page = Buffer.from('<meta charset="gbk"><a href="/rss">\xb6\xa9\xd4\xc4</a>', 'latin1');
    expect(discoverFeeds(page, { url })[0]?.title).toBe('订阅');
  });

  it('stays quick with pages that are made to be slow', () => {
    expect(offered('<div>'.repeat(300_000))).toEqual([]);
    expect(offered('<a href="/rss">'.repeat(100_000))).toEqual(['https://harbour.example/rss']);
    expect(
      discover(Array.from({ length: 10_000 }, (_, n) => `<a href="/${n}.rss">x</a>`).join('')),
    ).toHaveLength(50);
  });
});
