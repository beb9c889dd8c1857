import { parseFeed } from '../../src/feeds/parse.js';
import { reportFeed } from '../../src/feeds/report.js';

function report(xml: string) {
  const feed = parseFeed(
    Buffer.from(`<rss><channel><title>F</title><link>http://a.example/</link>${xml}</channel></rss>`),
  );
  if (!feed) throw new Error('no feed');
  return JSON.parse(
    JSON.stringify(reportFeed(feed, (html) => ({ html: `clean ${html}`, text: `text ${html}` }))),
  );
}

describe('reportFeed', () => {
  it('names what it prints and hands on no HTML unread', () => {
    expect(
      report(`<description>D</description><pubDate>Mon, 13 May 2024 08:00:00 GMT</pubDate>
        <item><title>T</title><link>http://a.example/1</link><author>Jo</author><pubDate>13 May 2024</pubDate><description>S</description></item>`),
    ).toEqual({
      kind: 'feed',
      feed: {
        format: 'rss',
        encoding: 'utf-8',
        title: 'F',
        link: 'http://a.example/',
        description: 'clean D',
        updated: '2024-05-13T08:00:00Z',
        hubUrls: [],
        entryCount: 1,
      },
      articles: [
        {
          title: 'T',
          url: 'http://a.example/1',
          author: 'Jo',
          authors: ['Jo'],
          publishedAt: '2024-05-13',
          updated: '2024-05-13',
          summary: 'clean S',
          contentHtml: 'clean S',
          contentText: 'text S',
          categories: [],
        },
      ],
    });
  });

  it('prints no content where there is none', () => {
    expect(report('<item><title>T</title></item>').articles).toEqual([
      { title: 'T', authors: [], categories: [] },
    ]);
  });

  it('lets the dates of an entry and the addresses of a feed stand in for each other', () => {
    const feed = parseFeed(
      Buffer.from(
        '<feed><link rel="self" href="http://a.example/atom"/><entry><updated>2024-05-13T08:00:00Z</updated></entry></feed>',
      ),
    );
    expect(feed && reportFeed(feed, (html) => ({ html, text: html }))).toMatchObject({
      feed: { link: 'http://a.example/atom' },
      articles: [{ publishedAt: '2024-05-13T08:00:00Z', updated: '2024-05-13T08:00:00Z' }],
    });
  });

  it('counts the entries that were not read, and says that a feed is cut off', () => {
    const feed = parseFeed(Buffer.from(`<feed>${'<entry/>'.repeat(10_002)}`));
    expect(feed && reportFeed(feed, (html) => ({ html, text: html })).feed).toMatchObject({
      entryCount: 10_002,
      entriesLeftOut: 2,
      isTruncated: true,
    });
  });
});
