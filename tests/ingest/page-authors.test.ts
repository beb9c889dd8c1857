import { chineseProse, prose, sample } from './page-sample.js';

describe('the authors of a page', () => {
  it.each([
    ['metadata', '<meta name="author" content="Ann Lee, Bo Chen">', prose, ['Ann Lee', 'Bo Chen']],
    [
      'JSON-LD',
      '<script type="application/ld+json">{"@type":"Article","author":[{"name":"Ann Lee"},{"@id":"#bo"}],"x":{"@id":"#bo","name":"Bo Chen"}}</script>',
      prose,
      ['Ann Lee', 'Bo Chen'],
    ],
    ['a labelled line', '', `<p>2022-10-21 作者：王小明 来源：网络</p>${chineseProse}`, ['王小明']],
    [
      'a marked element',
      '',
      `<article><a rel="author" href="/ann">By Ann Lee and Bo Chen</a>${prose}</article>`,
      ['Ann Lee', 'Bo Chen'],
    ],
    [
      'a byline with a date',
      '',
      `<article><div class="byline">By Ann Lee, March 3, 2021</div>${prose}</article>`,
      ['Ann Lee'],
    ],
    [
      'the link of a byline that goes on',
      '',
      `<article><h1>The fair</h1><p><span>By</span><a href="/ann">Ann Lee</a> Published in <a href="/f">Fairs</a> May 3</p>${prose}</article>`,
      ['Ann Lee'],
    ],
    [
      'the byline where the metadata names but the site',
      '<meta property="og:site_name" content="Lamp News"><meta name="author" content="Lamp News">',
      `<article><h1>The fair</h1><p>By <span>by ANN LEE and BO CHEN</span></p>${prose}</article>`,
      ['ANN LEE', 'BO CHEN'],
    ],
    [
      'the metadata, though it names but the site',
      '<meta property="og:site_name" content="Lamp News"><meta name="author" content="Lamp News">',
      `<article><h1>The fair</h1><p>By the river we met.</p>${prose}</article>`,
      ['Lamp News'],
    ],
    [
      'nothing but an address',
      '<meta property="article:author" content="https://www.facebook.com/ann">',
      prose,
      [],
    ],
  ])('are read from %s', (_, head, body, authors) => {
    expect(sample(body, { head }).authors).toEqual(authors);
  });

  it('keeps together what may be one name', () => {
    const head = '<meta name="author" content="Lamp Foundation, founded 1901">';
    expect(sample(prose, { head }).authors).toEqual(['Lamp Foundation, founded 1901']);
  });
});
