import { pageJson } from '../../src/ingest/page-json.js';
import { chineseProse, prose, sample, url } from './page-sample.js';

const list = (heading: string) =>
  `<h3>${heading}</h3><ul>${[1, 2, 3].map((n) => `<li><a href="/${n}">${heading}之${n}</a> 2024-11-2${n}</li>`).join('')}</ul>`;

describe('pageJson', () => {
  it('prints what the command line shows', () => {
    const page = sample(`<h1>小学添了图书室</h1>${chineseProse}
      <p>原文链接：<a href="http://jw.gov.example/t20221021_1.html">原文</a></p><p>上一篇：<a href="/9">另一所小学</a></p>
      ${list('最新加入')}${list('热门资讯')}`);
    expect(pageJson(page, url)).toMatchObject({
      title: '小学添了图书室',
      url,
      publishedAt: '2022-10-21',
      lang: 'zh',
      source: { link: 'http://jw.gov.example/t20221021_1.html', host: 'jw.gov.example' },
      previous: { title: '另一所小学', href: 'http://www.portal.example/9' },
      latest: [{ title: '最新加入之1', href: 'http://www.portal.example/1', date: '2024-11-21' }, {}, {}],
      popular: [{ title: '热门资讯之1' }, {}, {}],
      lead: page.contentText.split('\n\n')[0],
      contentText: page.contentText,
    });
  });

  it('names the site after its only author, else its host, where the page does not name it', () => {
    const head = '<meta name="author" content="Ann Lee">';
    expect(pageJson(sample(prose, { head }), url).siteName).toBe('Ann Lee');
    expect(pageJson(sample(prose), url)).toMatchObject({
      siteName: 'www.portal.example',
      domain: 'www.portal.example',
    });
  });

  it('counts words, and Chinese characters', () => {
    expect(pageJson(sample('<p>It’s the well-known fair, 灯会, of 2024.</p>')).wordCount).toBe(8);
  });

  it.each([
    ['2022-10-21T06:00:00+08:00', '2022-10-21T06:00:00+08:00'],
    ['2022-10-21T06:00:00.25-04:30', '2022-10-21T06:00:00.250-04:30'],
    ['2022-10-21 06:00', '2022-10-21T06:00:00+08:00'], // the zone of the page
    ['2022-10-20T22:00:00Z', '2022-10-20T22:00:00Z'],
    ['2022-10-20T22:00:00+00:00', '2022-10-20T22:00:00Z'],
    ['1666303200', '2022-10-20T22:00:00Z'],
    ['2022-10-21', '2022-10-21'],
  ])('prints %s as %s', (stated, printed) => {
    const page = sample(chineseProse, { lang: 'zh', head: `<meta name="date" content="${stated}">` });
    expect(pageJson(page).publishedAt).toBe(printed);
  });

  it('prints when the page changed, and when listed articles appeared, by the source’s clock', () => {
    const head = '<meta property="article:modified_time" content="2024-11-30T06:00:00+09:00">';
    const links = [1, 2, 3].map((n) => `<li><a href="/${n}">另一所小学</a> 2024-11-2${n} 06:30</li>`);
    const page = sample(`${chineseProse}<h3>最新加入</h3><ul>${links.join('')}</ul>`, { lang: 'zh', head });
    expect(pageJson(page)).toMatchObject({
      modifiedAt: '2024-11-30T06:00:00+09:00',
      latest: [{ date: '2024-11-21T06:30:00+08:00' }, {}, {}],
    });
  });
});
