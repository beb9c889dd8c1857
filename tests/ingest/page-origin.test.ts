import { prose, sample } from './page-sample.js';

const original = 'http://jw.gov.example/t20221021_1.html';

describe('the original of a republished page', () => {
  it.each([
    [`原文链接:<a href="${original}">${original}</a>`],
    [`原文地址：${original}`],
    [`来源链接：<a href="${original}">教委</a>`],
    [`Original link: <a href="${original}">here</a>`],
    [`来源：<a href="${original}">教委</a>`],
    [`This article was originally published by <a href="${original}">The Lamp</a>.`],
  ])('is named by %s, which leaves the text', (line) => {
    const page = sample(`${prose}<p>${line}</p>`);
    expect(page.originalUrl).toBe(original);
    expect(page.contentText + page.contentHtml).not.toContain('jw.gov.example');
    expect(page.contentText).toContain('The council met');
  });

  it('may stand under its label', () => {
    expect(sample(`${prose}<div>原文链接：</div><div><a href="${original}">教委</a></div>`).originalUrl).toBe(
      original,
    );
  });

  it('may be named in the head only', () => {
    const isBasedOn = `<script type="application/ld+json">{"@type":"Article","isBasedOn":{"url":"${original}"}}</script>`;
    expect(sample(prose, { head: isBasedOn }).originalUrl).toBe(original);
    expect(sample(prose, { head: `<meta name="original-source" content="${original}">` }).originalUrl).toBe(
      original,
    );
  });

  it.each([
    ['来源：<a href="http://www.lamp.example/">The Lamp</a>'],
    ['来源：<a href="http://cn.portal.example/news/1.html">Portal</a>'],
    ['原文链接：<a href="http://www.portal.example/news/12345.html">本页</a>'],
    ['原文链接：<a href="javascript:void(0)">无</a>'],
  ])('is not named by %s', (line) => {
    expect(sample(`${prose}<p>${line}</p>`).originalUrl).toBeUndefined();
  });
});
