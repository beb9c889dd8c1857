import { prose, sample } from './page-sample.js';

const home = { name: '首页', url: 'http://www.portal.example/' };
const news = { name: '教育资讯', url: 'http://www.portal.example/news/' };
const links = '<a href="/">首页</a> &gt; <a href="/news/">教育资讯</a>';

describe('the trail of a page', () => {
  it.each([
    [`<div>当前位置：${links} &gt; 正文</div>`],
    [`<div>您的位置: ${links}</div>`],
    [`<nav aria-label="Breadcrumb">${links}</nav>`],
    [
      `<script type="application/ld+json">{"@type":"BreadcrumbList","itemListElement":[
      {"position":2,"item":{"@id":"/news/","name":"教育资讯"}},{"position":1,"name":"首页","item":"http://www.portal.example/"}]}</script>`,
    ],
  ])('is read from %s', (markup) => {
    expect(sample(`${markup}<h1>The fair returns</h1>${prose}`).breadcrumbs).toEqual([home, news]);
  });

  it('may end in a category without link, but not in the article', () => {
    const head = '<title>The fair returns</title>';
    const trail = (end: string) =>
      sample(`<p>You are here: ${links} &gt; ${end}</p><h1>The fair returns</h1>${prose}`, { head });
    expect(trail('地方动态').breadcrumbs).toEqual([home, news, { name: '地方动态', url: undefined }]);
    expect(trail('The fair returns').breadcrumbs).toEqual([home, news]);
  });
});
