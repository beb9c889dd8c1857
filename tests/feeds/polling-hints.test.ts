import { parseFeed } from '../../src/feeds/parse.js';

function hints(document: string) {
  const feed = parseFeed(Buffer.from(document), { url: 'https://harbour.example/feed' });
  return feed && { hubUrls: feed.hubUrls, refreshSeconds: feed.refreshSeconds };
}

function rss(xml: string) {
  return hints(
    `<rss xmlns:a="http://www.w3.org/2005/Atom" xmlns:s="http://purl.org/rss/1.0/modules/syndication/"><channel>${xml}</channel></rss>`,
  );
}

describe('polling hints', () => {
  it('names the hubs of Atom, of RSS and of JSON Feed, each once and in order', () => {
    expect(
      hints(
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="/hub"/><link rel="HUB" href="https://hub.example/"/><link rel="hub" href="/hub"/><link rel="self" href="/x"/></feed>',
      )?.hubUrls,
    ).toEqual(['https://harbour.example/hub', 'https://hub.example/']);
    expect(rss('<a:link rel="hub" href="https://hub.example/"/>')?.hubUrls).toEqual(['https://hub.example/']);
    expect(
      hints(
        '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[],"hubs":[{"type":"WebSub","url":"https://hub.example/"}]}',
      )?.hubUrls,
    ).toEqual(['https://hub.example/']);
    expect(rss('')).toEqual({ hubUrls: [], refreshSeconds: undefined });
  });

  it.each([
    ['<ttl>90</ttl>', 5_400],
    ['<s:updatePeriod>hourly</s:updatePeriod>', 3_600],
    ['<s:updatePeriod> Daily </s:updatePeriod><s:updateFrequency>4</s:updateFrequency>', 21_600],
    ['<ttl>60</ttl><s:updatePeriod>weekly</s:updatePeriod>', 3_600],
    ['<ttl>0</ttl><s:updatePeriod>weekly</s:updatePeriod><s:updateFrequency>-1</s:updateFrequency>', 604_800],
    ['<ttl>soon</ttl><s:updatePeriod>often</s:updatePeriod>', undefined],
  ])('reads %s', (xml, seconds) => expect(rss(xml)?.refreshSeconds).toBe(seconds));
});
