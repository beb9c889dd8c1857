import type { FoundSource } from '../../src/cli/source-discovery.js';
import { guessSource, guessTimeZone } from '../../src/cli/source-guess.js';
import { parseFeed } from '../../src/feeds/parse.js';
import { feedOf } from './source-site.js';

const found = (text: string, feedUrl: string): FoundSource => {
  const bytes = new TextEncoder().encode(text);
  const feed = parseFeed(bytes, { url: feedUrl });
  if (!feed) throw new Error('no feed');
  return { feed, feedUrl, document: { bytes, url: feedUrl } };
};

describe('guessTimeZone', () => {
  it.each([
    ['zh-CN', 'https://a.example/', [], 'Asia/Shanghai'],
    ['zh', 'https://a.example.tw/', [], 'Asia/Taipei'],
    ['ja', 'https://a.example/', [], 'Asia/Tokyo'],
    ['de', 'https://a.example.at/', [], 'Europe/Vienna'],
    ['en-GB', 'https://a.example/', [], 'Europe/London'],
    ['en', 'https://a.example.uk/', [], 'Europe/London'],
    ['en', 'https://a.example/', [], 'UTC'],
    [
      'en',
      'https://a.example/',
      ['Tue, 03 Mar 2026 10:00:00 -0500', '2026-07-01T10:00:00-04:00'],
      'America/New_York',
    ],
    [
      'en',
      'https://a.example/',
      ['Tue, 03 Mar 2026 10:00:00 -0700', '2026-07-01T10:00:00-07:00'],
      'America/Phoenix',
    ],
    ['en', 'https://a.example/', ['Tue, 03 Mar 2026 10:00:00 +0000'], 'UTC'],
    ['zh-CN', 'https://a.example/', ['Tue, 03 Mar 2026 10:00:00 +0000'], 'Asia/Shanghai'],
    ['en', 'https://a.example.cn/', ['Tue, 03 Mar 2026 10:00:00 +0800'], 'Asia/Shanghai'],
    ['en', 'https://a.example.io/', [], 'UTC'],
    ['en', 'http://127.0.0.1/', [], 'UTC'],
  ])('takes %s at %s with %j for %s', (language, address, dates, zone) => {
    expect(guessTimeZone(language, address, dates)).toBe(zone);
  });
});

describe('guessSource', () => {
  it('believes the words of a feed before a language that is not of their script', () => {
    const [, text] = feedOf('https://www.harbour.example', { title: '港口日报' });
    expect(guessSource(found(text, 'https://cdn.example/feed.xml'))).toEqual({
      name: '港口日报',
      slug: 'harbour-example',
      homepageUrl: 'https://www.harbour.example/',
      language: 'zh',
      timeZone: 'Asia/Shanghai',
    });
  });

  it('goes by the words where no language is stated, and by the host where there is no name', () => {
    const item = '<item><title>Der Hafenmeister und seine alte Uhr am Ende der langen Mole</title></item>';
    const text = `<rss version="2.0"><channel><title></title>${item}</channel></rss>`;
    expect(guessSource(found(text, 'https://blatt.example/feed.xml'))).toEqual({
      name: 'blatt.example',
      slug: 'blatt-example',
      homepageUrl: 'https://blatt.example/',
      language: 'de',
      timeZone: 'Europe/Berlin',
    });
  });
});
