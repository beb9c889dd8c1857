import { generateOpml, parseOpml } from '../../src/feeds/opml.js';
import { reportOpml } from '../../src/feeds/report-opml.js';

function parse(outlines: string, head = '') {
  return parseOpml(Buffer.from(`<opml version="2.0"><head>${head}</head><body>${outlines}</body></opml>`));
}

describe('parseOpml', () => {
  it('lists the feeds with what is said of them and the folders that they lie in', () => {
    const list = parse(
      `<outline text="Sea"><outline title="Harbours">
        <outline type="rss" text="Tides" title="Tides &amp; Currents" description="Water" language="en_GB"
          xmlUrl="http://tides.example/feed?a=1&amp;b=2" htmlUrl="http://tides.example/"/>
      </outline></outline>
      <outline text="Hills" type="rss" xmlUrl="http://hills.example/rss"/>`,
      '<title>My feeds</title>',
    );
    expect(list).toEqual({
      title: 'My feeds',
      outlines: [
        {
          title: 'Tides & Currents',
          text: 'Tides',
          feedUrl: 'http://tides.example/feed?a=1&b=2',
          homepageUrl: 'http://tides.example/',
          description: 'Water',
          language: 'en-GB',
          folder: ['Sea', 'Harbours'],
        },
        { text: 'Hills', feedUrl: 'http://hills.example/rss', folder: [] },
      ],
    });
  });

  it.each([
    ['another case of the names', '<OUTLINE TEXT="a" xmlURL="http://a.example/f"/>'],
    ['another type', '<outline text="a" type="link" xmlUrl="http://a.example/f"/>'],
    ['the address under another name', '<outline text="a" type="rss" url="http://a.example/f"/>'],
    ['the scheme of feed readers', '<outline text="a" xmlUrl="feed://a.example/f"/>'],
    ['that scheme before the other', '<outline text="a" xmlUrl="feed:http://a.example/f"/>'],
    ['missing end tags', '<outline text="folder"><outline text="a" xmlUrl="http://a.example/f">'],
    ['an end tag of nothing', '<outline text="a" xmlUrl="http://a.example/f"/></p:nothing>'],
    ['outlines after the body', '</body><outline text="a" xmlUrl="http://a.example/f"/>'],
  ])('accepts %s', (_what, outlines) => {
    expect(parse(outlines)?.outlines).toMatchObject([{ text: 'a', feedUrl: 'http://a.example/f' }]);
  });

  it.each([
    '<outline text="a" type="rss" xmlUrl=""/>',
    '<outline text="a" type="include" url="http://a.example/list.opml"/>',
    '<outline text="a" xmlUrl="javascript:alert(1)"/>',
    '<outline text="a" htmlUrl="http://a.example/"/>',
  ])('finds no feed in %s', (outline) => expect(parse(outline)?.outlines).toEqual([]));

  it('reads references that only HTML knows, and ampersands that are none', () => {
    const list = parse(
      '<outline text="arch&aelig;ology &unheard; R&D" xmlUrl="http://a.example/f"/>',
      '<title>A & B</title>',
    );
    expect(list).toMatchObject({ title: 'A & B', outlines: [{ text: 'archæology &unheard; R&D' }] });
  });

  it('reads the encoding that the list declares', () => {
    const list = Buffer.from(
      '<?xml version="1.0" encoding="gb2312"?><opml><body><outline text="\xd6\xd0\xb9\xfa" xmlUrl="http://a.example/f"/></body></opml>',
      'latin1',
    );
    expect(parseOpml(list)?.outlines[0]?.text).toBe('中国');
  });

  it('is undefined for what is no list', () => {
    expect(parseOpml(Buffer.from('<rss><channel/></rss>'))).toBeUndefined();
    expect(parseOpml(Buffer.from('Not found'))).toBeUndefined();
    expect(parseOpml(Buffer.from(`<opml>${'<outline text="a">'.repeat(100_000)}`))).toBeUndefined();
  });

  it('reads no more outlines than any list has', () => {
    expect(parse('<outline xmlUrl="http://a.example/f"/>'.repeat(30_000))?.outlines).toHaveLength(20_000);
  });
});

describe('generateOpml', () => {
  const outlines = [
    {
      title: '潮汐 & <b>',
      text: '潮汐',
      feedUrl: 'http://a.example/?a=1&b=2',
      homepageUrl: 'http://a.example/',
      folder: ['Sea'],
    },
    { title: 'B', text: 'B', feedUrl: 'http://b.example/', language: 'de', description: 'B "b"', folder: [] },
    { title: 'C', text: 'C', feedUrl: 'http://c.example/', folder: ['Sea', 'Deep'] },
    { title: 'D', text: 'D', feedUrl: 'http://d.example/', folder: ['Sea'] },
  ];

  it('writes what it can read', () => {
    const text = generateOpml({ title: 'All & more', outlines, createdAt: new Date(0) });
    expect(text).toContain('<dateCreated>Thu, 01 Jan 1970 00:00:00 GMT</dateCreated>');
    const read = parseOpml(Buffer.from(text));
    expect(read?.title).toBe('All & more');
    expect(read?.outlines).toEqual([outlines[0], outlines[2], outlines[3], outlines[1]]);
  });

  it('gives every outline a text', () => {
    const text = generateOpml({
      title: 'x',
      outlines: [{ feedUrl: 'http://a.example/f', folder: [] }],
      createdAt: new Date(0),
    });
    expect(parseOpml(Buffer.from(text))?.outlines[0]?.text).toBe('http://a.example/f');
  });
});

describe('reportOpml', () => {
  it('calls a feed what outliners show', () => {
    const list = parse(
      '<outline text="Shown" title="Other" xmlUrl="http://a.example/f"/>',
      '<title>L</title>',
    );
    expect(list && reportOpml(list)).toEqual({
      kind: 'opml',
      title: 'L',
      feedCount: 1,
      feeds: [{ title: 'Shown', url: 'http://a.example/f', folder: [] }],
    });
  });
});
