import { chineseProse, prose, sample } from './page-sample.js';

const day = (text: string) => ({ at: Date.parse(text), precision: 'DAY' });
const second = (text: string) => ({ at: Date.parse(text), precision: 'SECOND' });
const article = (line: string) =>
  `<article><h1>The fair returns</h1><p class="info">${line}</p>${prose}</article>`;

describe('the date of a page', () => {
  it('trusts metadata before JSON-LD, time elements, address and text', () => {
    const meta = '<meta property="article:published_time" content="2022-03-01T10:00:00+01:00">';
    const ld =
      '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-03-02T00:00:00Z"}</script>';
    const body = article('<time datetime="2022-03-03T00:00:00Z">3 March</time> Published: 2022-03-05 12:00');
    const url = 'http://a.example/2022/03/04/fair.html';
    expect(sample(body, { url, head: meta + ld }).published).toEqual(second('2022-03-01T09:00:00Z'));
    expect(sample(body, { url, head: ld }).published).toEqual(second('2022-03-02T00:00:00Z'));
    expect(sample(body, { url }).published).toEqual(second('2022-03-03T00:00:00Z'));
    expect(sample(article('Published: 2022-03-05 12:00'), { url }).published).toEqual(day('2022-03-04'));
    expect(sample(article('Published: 2022-03-05 12:00')).published).toEqual(second('2022-03-05T12:00:00Z'));
  });

  it('dates a republished page as its original does', () => {
    const body = `<div><h1>小学添了图书室</h1><p>发布时间：2024-11-23</p>${chineseProse}
      <p>原文链接：<a href="http://jw.gov.example/202210/t20221021_11213004.html">原文</a></p></div>`;
    expect(sample(body, { lang: 'zh' }).published).toEqual(day('2022-10-21'));
  });

  it('completes a day from the address with the time of day in the text', () => {
    const body = `<h1>小学添了图书室</h1><p>2022年10月21日 05:30 来源：网络</p>${chineseProse}`;
    const page = sample(body, { lang: 'zh', url: 'http://a.example/202210/21/c1.html' });
    expect(page.published).toEqual(second('2022-10-21T05:30:00+08:00'));
  });

  it('reads a zoneless time in the given zone, and in China’s on a Chinese page', () => {
    const body = `<h1>小学添了图书室</h1><p>发布时间：2022-10-21 08:00</p>${chineseProse}`;
    expect(sample(body, { lang: 'zh-CN' }).published).toEqual(second('2022-10-21T00:00:00Z'));
    expect(sample(body, { timeZone: 'UTC' }).published).toEqual(second('2022-10-21T08:00:00Z'));
  });

  it('does not believe the future', () => {
    const head = '<meta name="pubdate" content="2031-01-01">';
    expect(sample(article('Published 5 May 2024'), { head }).published).toEqual(day('2024-05-05'));
    expect(sample(article('Nothing here'), { head }).published).toBeUndefined();
  });

  it('leaves the dates of comments and of other articles alone', () => {
    const body = `${article('By A. Writer')}<div class="comments"><p>Posted 2024-02-02</p></div>
      <h3>Latest</h3><ul><li><a href="/1">First story</a> 2024-12-01</li><li><a href="/2">Second story</a> 2024-12-02</li>
      <li><a href="/3">Third story</a> 2024-12-03</li></ul>`;
    expect(sample(body).published).toBeUndefined();
  });

  it('reads a date that only a script states', () => {
    const body = `${article('By A. Writer')}<script>var page = {"publish_time": "2023-09-08 10:00:00"};</script>`;
    expect(sample(body).published).toEqual(second('2023-09-08T10:00:00Z'));
  });

  it('tells when the page was changed, but not before it was published', () => {
    const published = '<meta name="date" content="2022-03-05">';
    const changed = (date: string) => `${published}<meta property="article:modified_time" content="${date}">`;
    expect(sample(article(''), { head: changed('2022-03-06T00:00:00Z') }).modified).toEqual(
      second('2022-03-06T00:00:00Z'),
    );
    expect(sample(article(''), { head: changed('2022-03-01T00:00:00Z') }).modified).toBeUndefined();
  });
});
