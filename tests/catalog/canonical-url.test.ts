import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { canonicalUrl, displayHost, InvalidUrl } from '../../src/catalog/canonical-url.js';
import { parseUrl } from '../../src/url.js';

const tables = join(process.env.CORPUS_DIR ?? '../shared/corpus', 'robots/tables');
const describeCorpus = existsSync(tables) ? describe : describe.skip;

describe('canonicalUrl', () => {
  it.each([
    ['http://News.Example/a', 'https://news.example/a'],
    ['https://www.news.example./a/', 'https://news.example/a'],
    ['http://news.example:80//a//b/../c', 'https://news.example/a/c'],
    ['http://user:secret@news.example/a', 'https://news.example/a'],
    ['https://news.example/a?b=2&a=1&b=1', 'https://news.example/a?a=1&b=2&b=1'],
    ['https://news.example/a?b=&c', 'https://news.example/a?b&c'],
    ['https://news.example/a?utm_source=x&id=7&fbclid=y&spm=1.2', 'https://news.example/a?id=7'],
    ['https://news.example/a?from=timeline&isappinstalled=0', 'https://news.example/a'],
    ['https://news.example/a;jsessionid=0A1B?id=7', 'https://news.example/a?id=7'],
    ['https://news.example/a#comments', 'https://news.example/a'],
    ['https://news.example/#!/a', 'https://news.example/#!/a'],
    ['https://news.example/%7Ea/%e4%bd%a0', 'https://news.example/~a/%E4%BD%A0'],
    ['https://news.example/?x[]=1', 'https://news.example/?x%5B%5D=1'],
    ['https://新闻.example/文', 'https://xn--efvy88h.example/%E6%96%87'],
    ['  https://news.example/a\n', 'https://news.example/a'],
    ['https://news.example/a?id=7&amp;utm_source=x&amp;page=2', 'https://news.example/a?id=7&page=2'],
    [
      'https://news.example/a?at_medium=RSS&ns_mchannel=rss&ito=1&wt_zmc=x&id=7',
      'https://news.example/a?id=7',
    ],
  ])('makes %j into %j', (url, canonical) => {
    expect(canonicalUrl(url)).toBe(canonical);
  });

  it.each([
    ['https://news.example/a', 'https://news.example/A'],
    ['https://news.example/a', 'https://news.example/a.html'],
    ['https://news.example/a', 'https://news.example/a?id=1'],
    ['https://news.example/a', 'https://news.example/a/index.html'],
    ['https://news.example/a', 'https://news.example:8080/a'],
    ['https://news.example/a', 'https://m.news.example/a'],
    ['https://news.example/?from=2020', 'https://news.example/?from=2021'],
    ['https://news.example/#!/a', 'https://news.example/#!/b'],
    // 你 and 好 in GBK: no UTF-8, and yet not the same.
    ['https://news.example/?title=%C4%E3', 'https://news.example/?title=%BA%C3'],
    ['https://news.example/%C4%E3', 'https://news.example/%BA%C3'],
    ['https://news.example/%2541', 'https://news.example/A'],
    ['https://news.example/a%2Fb', 'https://news.example/a/b'],
    ['https://news.example/?a=1%262', 'https://news.example/?a=1&2'],
    ['https://mobile.news.example/reviews', 'https://news.example/reviews'],
    ['https://m.news.example/', 'https://news.example/'],
    ['https://m.com.cn/20260101.html', 'https://com.cn/20260101.html'],
    ['https://m.example/20260101.html', 'https://example/20260101.html'],
    ['https://news.example/guitars/amp', 'https://news.example/guitars'],
    ['https://news.example/amplifiers/2026', 'https://news.example/lifiers/2026'],
    ['https://example.org/amp/s/news.example/2026', 'https://news.example/2026'],
    ['https://news.example/a?ref=1', 'https://news.example/a'],
  ])('never takes %s for %s', (one, other) => {
    expect(canonicalUrl(one)).not.toBe(canonicalUrl(other));
  });

  it.each([
    'https://m.news.example/2026/story.html',
    'https://wap.news.example/2026/story.html',
    'http://3g.news.example/2026/story.html?from=timeline',
    'https://mobile.www.news.example/2026/story.html',
    'https://amp.news.example/2026/story.html',
    'https://news.example/2026/story.html/amp/',
    'https://news.example/2026/story.amp.html',
    'https://news.example/amp/2026/story.html',
    'https://news.example/2026/story.html?amp',
    'https://news.example/2026/story.html?amp=1#top',
    'https://news.example/2026/story.html?outputType=amp',
    'https://www.google.com/amp/s/www.news.example/2026/story.html',
    'https://www.google.co.uk/amp/news.example/2026/story.html',
    'https://news-example.cdn.ampproject.org/c/s/news.example/2026/story.html?usqp=mq331AQ',
    'https://www-news-example.cdn.ampproject.org/v/s/m.news.example/2026/story.html/%61mp?amp_js_v=0.1',
    'https://amp.cloudflare.com/v/news.example/2026/story.html',
  ])('takes the AMP or mobile form %s for the article', (url) => {
    expect(canonicalUrl(url)).toBe('https://news.example/2026/story.html');
  });

  it('takes the mobile form of a wiki for the page', () => {
    expect(canonicalUrl('https://en.m.wikipedia.org/wiki/Newspaper')).toBe(
      'https://en.wikipedia.org/wiki/Newspaper',
    );
  });

  it.each([
    '',
    'news.example/a',
    '/a',
    '//news.example/a',
    'ftp://news.example/a',
    'javascript:alert(1)',
    'http://',
  ])('refuses %j', (url) => {
    expect(() => canonicalUrl(url)).toThrow(InvalidUrl);
    expect(() => displayHost(url)).toThrow(InvalidUrl);
  });

  const path = fc.stringMatching(
    /^(?:\/(?:[\w.%~;=+]|%2[05Ff]|%[CEce]\d|你|xn--|amp|2026|a-b-c|s\/a\.b)*){0,4}$/,
  );
  const query = fc.stringMatching(/^(?:\?(?:[\w.%&=+[\]|~]|%2[05Ff]|%[CEce]\d|utm_a|amp;|&amp|你)*)?$/);
  const host = fc.stringMatching(
    /^(?:(?:www|m|amp|wap|x-y\.cdn\.ampproject|google)\.){0,3}[a-z]{1,3}(?:\.[a-z]{1,3}){1,3}$/,
  );
  const address = fc.tuple(host, path, query, fc.constantFrom('', '#a', '#!/a', '#/b?c=d'));

  it('has the same result for its own result, and for http as for https', () => {
    fc.assert(
      fc.property(address, (parts) => {
        const rest = `://${parts.join('')}`;
        fc.pre(parseUrl(`https${rest}`) !== undefined);
        const canonical = canonicalUrl(`https${rest}`);
        expect(canonicalUrl(canonical)).toBe(canonical);
        expect(canonicalUrl(`http${rest}`)).toBe(canonical);
      }),
      { numRuns: 1_000 },
    );
  });
});

describeCorpus('canonicalUrl on tables that others made', () => {
  /** A stray nameless parameter, and ASP.NET's session in the path: neither is looked for here. */
  const differs = /[?&]=1|legislature\.mi\.gov\/\(/;

  it.each(['url-normalize-basic.json', 'url-aggressive.json'])(
    'takes both columns of %s for the same',
    (file) => {
      const rows: { input: string; expected: string }[] = JSON.parse(
        readFileSync(join(tables, file), 'utf8'),
      );
      const addresses = rows.filter(
        ({ input }) => /^\s*https?:\/\/[^/]/i.test(input) && !differs.test(input),
      );
      expect(addresses.length).toBeGreaterThan(10);
      for (const { input, expected } of addresses) expect(canonicalUrl(input)).toBe(canonicalUrl(expected));
    },
  );
});

describe('displayHost', () => {
  it.each([
    ['http://jw.cq.example/zwxx/t20221021.html', 'jw.cq.example'],
    ['https://www.News.example:8443/a', 'news.example'],
    ['https://www.example/', 'www.example'],
    ['https://新闻.example/', 'xn--efvy88h.example'],
  ])('shows %s as %s', (url, host) => {
    expect(displayHost(url)).toBe(host);
  });
});
