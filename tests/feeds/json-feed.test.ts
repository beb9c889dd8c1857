import { parseFeed } from '../../src/feeds/parse.js';

function read(feed: object, url?: string) {
  return parseFeed(Buffer.from(JSON.stringify(feed)), { url });
}

describe('JSON Feed', () => {
  it('reads version 1.1', () => {
    const feed = read({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Harbour',
      home_page_url: 'https://harbour.example/',
      feed_url: 'https://harbour.example/feed.json',
      description: 'Ships & sea',
      language: 'en',
      authors: [{ name: 'Ed Itor' }],
      items: [
        {
          id: 1,
          url: '/1',
          title: 'Tall ships',
          summary: '1 < 2',
          content_html: '<img src="a.png">',
          image: '/ship.jpg',
          date_published: '2024-05-12T10:30:00+02:00',
          date_modified: '2024-05-13',
          tags: ['ships'],
        },
        { id: '2', content_text: 'a < b', authors: [{ name: 'Jo' }] },
      ],
    });
    expect(feed).toMatchObject({
      format: 'json',
      title: 'Harbour',
      homepageUrl: 'https://harbour.example/',
      feedUrl: 'https://harbour.example/feed.json',
      descriptionHtml: 'Ships &amp; sea',
      language: 'en',
    });
    expect(feed?.entries).toMatchObject([
      {
        id: '1',
        url: 'https://harbour.example/1',
        title: 'Tall ships',
        authors: ['Ed Itor'],
        published: { at: Date.UTC(2024, 4, 12, 8, 30), precision: 'SECOND' },
        updated: { at: Date.UTC(2024, 4, 13), precision: 'DAY' },
        summaryHtml: '1 &lt; 2',
        contentHtml: '<img src="https://harbour.example/a.png">',
        categories: ['ships'],
        image: { url: 'https://harbour.example/ship.jpg' },
      },
      { id: '2', authors: ['Jo'], contentHtml: 'a &lt; b', categories: [] },
    ]);
  });

  it('reads version 1.0, its single author, and a version that is but a number', () => {
    const feed = read({
      version: '1',
      title: 'A',
      author: { name: 'Ed' },
      items: [{ id: 'x', external_url: 'http://b.example/' }],
    });
    expect(feed?.entries).toMatchObject([{ authors: ['Ed'], url: 'http://b.example/' }]);
  });

  it('survives items that are none', () => {
    const feed = read({
      version: 'https://jsonfeed.org/version/1',
      items: [null, 5, 'x', { id: 'a', title: null }],
    });
    expect(feed?.entries.map(({ id }) => id)).toEqual(['a']);
  });

  it('takes a picture among the attachments where no other is named', () => {
    const document = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'T',
      items: [
        {
          id: '1',
          attachments: [
            { url: 'http://a.example/1.mp3', mime_type: 'audio/mpeg' },
            { url: 'http://a.example/1.jpg', mime_type: 'image/jpeg' },
          ],
        },
      ],
    });
    expect(parseFeed(Buffer.from(document))?.entries[0]?.image).toEqual({ url: 'http://a.example/1.jpg' });
  });
});
