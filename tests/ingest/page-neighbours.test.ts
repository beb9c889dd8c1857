import { prose, sample } from './page-sample.js';

const earlier = { title: '永川区促进就业', url: 'http://www.portal.example/news/12344.html' };
const later = { title: '学校开学', url: 'http://www.portal.example/news/12346.html' };
const link = ({ title, url }: { title: string; url: string }) =>
  `<a href="${new URL(url).pathname}">${title}</a>`;

describe('the neighbours of a page', () => {
  it.each([
    [`<p>上一篇:${link(earlier)}</p><p>下一篇：${link(later)}</p>`],
    [`<p>上一篇：${link(earlier)} 下一篇：${link(later)}</p>`],
    [`<div><b>上一篇</b></div><div>${link(earlier)}</div><div><b>下一篇</b></div><div>${link(later)}</div>`],
    [
      `<a href="/news/12344.html">« 上一篇：${earlier.title}</a><br><a href="/news/12346.html">下一篇：${later.title} »</a>`,
    ],
    [`<p>Previous article: ${link(earlier)}</p><p>Next article: ${link(later)}</p>`],
    [
      `<nav><a rel="prev" href="/news/12344.html">← ${earlier.title}</a> <a rel="next" href="/news/12346.html">${later.title} →</a></nav>`,
    ],
  ])('are read from %s', (markup) => {
    const page = sample(`<div>${prose}${markup}</div>`);
    expect(page.previous).toEqual(earlier);
    expect(page.next).toEqual(later);
  });

  it('leave the text', () => {
    const page = sample(`<div>${prose}<p>上一篇:${link(earlier)}</p><p>下一篇：没有了</p></div>`);
    expect(page.next).toBeUndefined();
    expect(page.contentText).not.toMatch(/上一篇|下一篇|永川/);
  });

  it('are not the pages of a list', () => {
    const page = sample(
      `${prose}<a rel="prev" href="/1">Previous</a> <a rel="next" href="/3">下一页</a> <link rel="next" href="/p3">`,
    );
    expect([page.previous, page.next]).toEqual([undefined, undefined]);
  });
});
