import { chineseProse, prose, sample } from './page-sample.js';

describe('the metadata of a page', () => {
  it('resolves addresses against the base element', () => {
    const head = `<base href="http://cdn.example/a/"><link rel="canonical" href="http://www.portal.example/c">
      <meta property="og:image" content="i.jpg"><meta property="og:site_name" content="Lamp">`;
    expect(sample(prose, { head })).toMatchObject({
      canonicalUrl: 'http://www.portal.example/c',
      image: 'http://cdn.example/a/i.jpg',
      siteName: 'Lamp',
    });
  });

  it('takes no front page for the address of an article', () => {
    const canonical = (href: string, more = '') => `<link rel="canonical" href="${href}">${more}`;
    const own = '<meta property="og:url" content="/fair">';
    expect(sample(prose, { head: canonical('http://www.portal.example/', own) }).canonicalUrl).toBe(
      'http://www.portal.example/fair',
    );
    expect(sample(prose, { head: canonical('/index.html') }).canonicalUrl).toBeUndefined();
    expect(sample(prose, { head: canonical('javascript:0') }).canonicalUrl).toBeUndefined();
    expect(
      sample(prose, { head: canonical('http://b.example/'), url: 'http://a.example/' }).canonicalUrl,
    ).toBe('http://b.example/');
  });

  it('tells the direction of the text', () => {
    expect(sample(`<div dir="rtl"><h1>العنوان هنا</h1>${prose}</div>`).direction).toBe('rtl');
    expect(sample(prose).direction).toBeUndefined();
  });

  it('reads several names from one element, in any case, with dot or colon', () => {
    expect(sample(prose, { head: '<meta property="x:title DC:Title" content="The fair">' }).headline).toBe(
      'The fair',
    );
  });

  it('describes the article, else begins it', () => {
    expect(sample(prose, { head: '<meta name="description" content="A fair.">' }).description).toBe(
      'A fair.',
    );
    expect(sample(prose).description).toMatch(/^The council met/);
  });

  it.each([
    ['en_us', prose, 'en-US'],
    ['', prose, undefined],
    ['not a tag', prose, undefined],
    ['en', chineseProse, 'zh'],
    ['zh-TW', chineseProse, 'zh-TW'],
    ['en', `<p>${'きょうは町の祭りについて書きます。'.repeat(20)}</p>`, 'ja'],
    ['en', `<p>${'오늘은 마을 축제에 대해 쓰겠습니다. '.repeat(20)}</p>`, 'ko'],
  ])('declared %s', (lang, body, language) => {
    expect(sample(body, { lang }).language).toBe(language);
  });
});
