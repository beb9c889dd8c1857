import { chineseProse, prose, sample } from './page-sample.js';

const day = (text: string) => ({ at: Date.parse(text), precision: 'DAY' });
const second = (text: string, offset?: number) => ({ at: Date.parse(text), precision: 'SECOND', offset });
const article = (line: string) =>
  `<article><h1>The fair returns</h1><p class="info">${line}</p>${prose}</article>`;

describe('the date of a page', () => {
  it('trusts metadata before JSON-LD, time elements, address and text', () => {
    const meta = '<meta property="article:published_time" content="2022-03-01T10:00:00+01:00">';
    const ld =
      '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-03-02T00:00:00Z"}</script>';
    const body = article('<time datetime="2022-03-03T00:00:00Z">3 March</time> Published: 2022-03-05 12:00');
    const url = 'http://a.example/2022/03/04/fair.html';
    expect(sample(body, { url, head: meta + ld }).published).toEqual(second('2022-03-01T09:00:00Z', 60));
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
    expect(page.published).toEqual(second('2022-10-21T05:30:00+08:00', 480));
  });

  it.each([
    ['its own clock', '2022-10-21T03:30:00+09:00', 'en', second('2022-10-20T18:30:00Z', 540)],
    [
      'its own clock, though the source’s is elsewhere',
      '2022-10-21T20:30:00-05:00',
      'zh',
      second('2022-10-22T01:30:00Z', -300),
    ],
    ['the source’s clock', '2022-10-20T20:00:00Z', 'zh', second('2022-10-20T20:00:00Z', 480)],
    ['UTC', '2022-10-21T00:00:00Z', 'zh', second('2022-10-21T00:00:00Z')],
  ])('completes a day with a moment of it by %s', (_, moment, lang, expected) => {
    const head = `<meta name="date" content="2022-10-21">
      <script type="application/ld+json">{"@type":"NewsArticle","datePublished":"${moment}"}</script>`;
    expect(sample(article(''), { lang, head }).published).toEqual(expected);
  });

  it('keeps a day that others contradict, wherever the source is', () => {
    const head = '<meta name="date" content="2022-10-21">';
    const body = (date: string) => article(`Published: ${date}`);
    for (const timeZone of ['Asia/Shanghai', 'America/New_York'])
      for (const date of ['2022-10-20', '2022-10-22', '2022-10-22 12:00'])
        expect(sample(body(date), { head, timeZone }).published).toEqual(day('2022-10-21'));
  });

  it('reads a zoneless time in the given zone, and in China’s on a Chinese page', () => {
    const body = `<h1>小学添了图书室</h1><p>发布时间：2022-10-21 08:00</p>${chineseProse}`;
    expect(sample(body, { lang: 'zh-CN' }).published).toEqual(second('2022-10-21T00:00:00Z', 480));
    expect(sample(body, { timeZone: 'UTC' }).published).toEqual(second('2022-10-21T08:00:00Z'));
  });

  it('does not believe the future', () => {
    const head = '<meta name="pubdate" content="2031-01-01">';
    expect(sample(article('Published 5 May 2024'), { head }).published).toEqual(day('2024-05-05'));
    expect(sample(article('Nothing here'), { head }).published).toBeUndefined();
  });

  it('counts back from the present only where it is given, and in the byline alone', () => {
    const body = `<h1>小学添了图书室</h1><p>昨天 10:20</p>${chineseProse}`;
    expect(sample(body, { lang: 'zh' }).published).toEqual(second('2024-12-31T10:20:00+08:00', 480));
    expect(sample(body, { lang: 'zh', now: undefined }).published).toBeUndefined();
    const late = `<h1>小学添了图书室</h1>${chineseProse}<p>昨天 10:20</p>${'<p>灯</p>'.repeat(9)}<p>3小时前</p>`;
    expect(sample(late.replace('<p>昨天 10:20</p>', ''), { lang: 'zh' }).published).toBeUndefined();
  });

  it('does not take the date in a headline for its own', () => {
    const headline = 'What happened on 2024-03-01 at the fair';
    const body = `<h1>Lamp</h1><h3>${headline}</h3><p>2024-03-04</p>${prose}`;
    expect(sample(body, { head: `<title>${headline} - Lamp</title>` }).published).toEqual(day('2024-03-04'));
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
    const shown = `${article('By A. Writer')}<p><script>showDate("2020/04/17 01:43:09 01:43:09")</script></p>`;
    expect(sample(shown).published).toEqual(second('2020-04-17T01:43:09Z'));
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
