import { pageJson } from '../../src/ingest/page-json.js';
import { chineseProse, sample, url } from './page-sample.js';

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

  it('prints a moment in UTC', () => {
    const page = sample(chineseProse, { head: '<meta name="date" content="2022-10-21T08:00:00+08:00">' });
    expect(pageJson(page).publishedAt).toBe('2022-10-21T00:00:00Z');
  });
});
