import { hubOffer, linkHeaderHubs, usableHubs } from '../../src/ingest/hub-links.js';

const baseUrl = 'https://news.example/feeds/all.xml';
const linksOf = (link: string) => linkHeaderHubs({ link }, baseUrl);
const nothing = { hubUrls: [], topicUrl: undefined };

describe('hubs in the HTTP header', () => {
  it('are read with the address of the feed, relative ones by the address of the answer', () => {
    const link = '<https://hub.example/>; rel="hub", <//hub2.example/push>; rel=hub, </all>; rel="self"';
    expect(linksOf(link)).toEqual({
      hubUrls: ['https://hub.example/', 'https://hub2.example/push'],
      topicUrl: 'https://news.example/all',
    });
  });

  it.each([
    ['several relations in one link', '<https://hub.example/>; rel="alternate hub"'],
    ['relations in capitals', '<https://hub.example/>; REL=HUB'],
    ['commas and semicolons in addresses and titles', '<https://hub.example/>; title="a, b; <c>"; rel="hub"'],
  ])('are read through %s', (_, link) => {
    expect(linksOf(link).hubUrls).toEqual(['https://hub.example/']);
  });

  it.each([
    ['no header', ''],
    ['other links', '</style.css>; rel=preload, <https://hub.example/>; rel="hubcap"; title=hub'],
    ['links of another document', '<https://hub.example/>; rel=hub; anchor="https://other.example/"'],
    ['addresses that are none of the web', '<javascript:alert(1)>; rel=hub, <mailto:a@b.example>; rel=self'],
    ['a header that ends too early', '<https://hub.example/'],
    ['a header that is no list of links', 'rel=hub'],
    ['an extended parameter without a value', '<https://hub.example/>; rel=hub; title*='],
  ])('are none in %s', (_, link) => {
    expect(linksOf(link)).toEqual(nothing);
  });

  it('are none where there is no header', () => {
    expect(linkHeaderHubs({}, baseUrl)).toEqual(nothing);
  });
});

describe('what a feed offers', () => {
  const feed = { hubUrls: ['https://b.example/'], feedUrl: 'https://news.example/own' };

  it('is the header before the feed, each hub once', () => {
    const headers = {
      link: '<https://a.example/>; rel=hub, <https://b.example/>; rel=hub, </header>; rel=self',
    };
    expect(hubOffer({ headers, url: baseUrl }, feed)).toEqual({
      hubUrls: ['https://a.example/', 'https://b.example/'],
      topicUrl: 'https://news.example/header',
    });
  });

  it('is known by the address in the feed, or else by where it was found', () => {
    expect(hubOffer({ headers: {}, url: baseUrl }, feed).topicUrl).toBe('https://news.example/own');
    for (const feedUrl of [undefined, 'tag:news.example,2026:all'])
      expect(hubOffer({ headers: {}, url: baseUrl }, { ...feed, feedUrl }).topicUrl).toBe(baseUrl);
  });
});

it('asks hubs behind TLS first, five in all, and none with a boundless address', () => {
  const plain = [1, 2, 3].map((n) => `http://plain${n}.example/`);
  const secure = [1, 2, 3].map((n) => `https://secure${n}.example/`);
  const long = `https://long.example/${'x'.repeat(2_000)}`;
  expect(usableHubs([long, ...plain, ...secure])).toEqual([...secure, ...plain.slice(0, 2)]);
});
