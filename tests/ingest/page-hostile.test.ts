import { extractPage } from '../../src/ingest/page.js';
import { parsePage } from '../../src/ingest/page-dom.js';

/** More than is read of a page. */
const size = 3_200_000;
const fill = (part: string) => part.repeat(Math.ceil(size / part.length)).slice(0, size);
const page = (body: string) =>
  `<html><head><title>The fair returns to town</title></head><body>${body}</body></html>`;
const attributes = Array.from({ length: 9000 }, (_, at) => `a${at}=b`).join(' ');

/** What parsers, selectors and Readability take more time for than its length. */
const pages: Record<string, string> = {
  'elements in one another': page(fill('<div>')),
  'paragraphs deep down': page('<div>'.repeat(99) + fill('<p>x</p>')),
  'a million elements': page(fill('<p>a</p>')),
  'line breaks': page(fill('a b c<br>')),
  'one text': page(`<p>${fill('word ')}</p>`),
  'links in lines': page(fill('<p><a href="/a/b/c">link text here</a></p>')),
  'a listing': page(`<h3>Latest</h3><ul>${fill('<li><a href="/a">link text here</a> 2024-01-01</li>')}</ul>`),
  'elements of many attributes': page(fill(`<p ${attributes}>x</p>`)),
  'a long attribute': page(`<div class="${fill('comment ')}">text</div>`),
  'tags without an end': page(fill('<p')),
  'angle brackets': page(fill('<')),
  comments: page(fill('<!-- a -->')),
  'CDATA sections': page(fill('<![CDATA[ x ]]>')),
  images: page(fill('<img data-src="a.jpg" class="lazy">')),
  'candidates of an image': page(`<p>Text</p><img srcset="${fill('a.jpg 1x, ')}">`),
  tables: page(fill('<table><tr><td>')),
  'JSON in brackets': page(`<script type="application/ld+json">${fill('[')}</script>`),
  metadata: `<html><head>${fill('<meta name="author" content="x">')}</head><body>x</body></html>`,
  'long metadata': `<html><head><meta name="author" content="${fill('a, ')}"><meta name="date" content="${fill('( ')}"></head><body>x</body></html>`,
  'a long title': `<html><head><title>${fill('a - ')}</title></head><body><p>x</p></body></html>`,
  'near dates': page(fill('<p>published 1 aaaaaaaaaaaa aaaaaaaaaaaa 2024</p>')),
  'dates in scripts': page(fill('<script>publishtime="12345678</script>')),
};

describe('a hostile page', () => {
  it.each(Object.entries(pages))('of %s is read or refused', (_, html) => {
    const read = extractPage(Buffer.from(html), { url: 'http://a.example/b' });
    expect(read === undefined || typeof read.contentText === 'string').toBe(true);
  });

  it('is read until its limits, which bound the work on it', () => {
    const count = (body: string) => {
      const { documentElement } = parsePage(page(body));
      const [elements, depths] = [documentElement.querySelectorAll('*'), new Map<unknown, number>()];
      for (const element of elements) depths.set(element, 1 + (depths.get(element.parentElement) ?? 0));
      return { elements: elements.length, depth: Math.max(...depths.values()) };
    };
    expect(count(fill('<p>a</p>')).elements).toBeLessThanOrEqual(15_005);
    expect(count(fill('<img>')).elements).toBeLessThanOrEqual(30_000);
    expect(count(fill('<div>')).depth).toBeLessThanOrEqual(70);
    expect(count('<div>'.repeat(60) + fill('<p>x</p>')).elements).toBeLessThanOrEqual(5_100);
    expect(count(fill(`<p ${attributes}>x</p>`)).elements).toBeLessThanOrEqual(12);
  });

  it('loses only what lies past the limits', () => {
    const prose =
      '<p>The council met on the bridge and spoke of the river, of tolls, and of the lamps.</p>'.repeat(9);
    const html = page(`<article><h1>The fair returns to town</h1>${prose}</article>${fill('<div><i>')}`);
    expect(extractPage(Buffer.from(html))?.contentText).toContain('The council met on the bridge');
  });
});
