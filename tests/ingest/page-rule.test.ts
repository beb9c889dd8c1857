import { CatalogedError } from '../../src/errors.js';
import { extractPage } from '../../src/ingest/page.js';
import { checkedRule, type PageRule } from '../../src/ingest/page-rule.js';
import { listedEntries } from '../../src/ingest/page-rule-listings.js';
import { tryRule } from '../../src/ingest/page-rule-trial.js';
import { now, prose, url } from './page-sample.js';

const bytes = (html: string) => new TextEncoder().encode(html);
const page = (body: string) =>
  bytes(`<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>栏目_门户网</title>
  <meta name="date" content="2020-01-01"></head><body>${body}</body></html>`);
const read = (body: string, rule: PageRule, options = {}) =>
  extractPage(page(body), { url, now, rule, timeZone: 'Asia/Shanghai', ...options });

describe('a rule for the pages of a source', () => {
  it('has the say over what the general extractor finds', () => {
    const body = `<h1>频道</h1><div class="t">真正的标题</div><b class="d">2024年5月1日 08:30</b>
      <div id="a"><p>第一段。</p><img data-src="/a.jpg" src="/blank.gif"><a href="b.html">see</a></div><p>not this</p>
      <div id="b"><p>第二段。</p></div>${prose}`;
    const found = read(body, { headline: '.t', date: '.d', body: '#a, #b' });
    expect(found).toMatchObject({
      headline: '真正的标题',
      published: { at: Date.parse('2024-05-01T08:30:00+08:00'), precision: 'SECOND' },
      contentText: expect.stringMatching(/^第一段。\n\n.*第二段。$/s),
    });
    expect(found?.contentHtml).toContain('src="http://www.portal.example/a.jpg"');
    expect(found?.contentHtml).toContain('href="http://www.portal.example/news/b.html"');
    expect(found?.contentText).not.toMatch(/not this|council/);
  });

  it('leaves alone what its selectors do not find', () => {
    const body = `<article><h1>The fair returns</h1>${prose}</article>`;
    const rule: PageRule = {
      headline: '.gone',
      date: '.gone',
      body: '.gone',
      notice: '.gone',
      next: '.gone',
    };
    expect(read(body, rule)).toEqual(read(body, {}));
    expect(read(body, rule)?.contentText).toContain('council');
  });

  it('takes original link, notice and neighbours, and leaves them out of the text', () => {
    const links = `<p class="o">From: https://origin.example/2021/03/04/story.html</p><p class="n">All rights with the paper.</p>
      <p class="p">上一篇：<a href="/1.html">旧闻</a></p><p class="x"><a href="/3.html">下一篇：新闻</a></p>`;
    const found = read(`<article><h1>The fair</h1>${prose}${links}</article>`, {
      originalLink: '.o',
      notice: '.n',
      previous: '.p',
      next: '.x a',
    });
    expect(found).toMatchObject({
      originalUrl: 'https://origin.example/2021/03/04/story.html',
      published: { at: Date.UTC(2021, 2, 4), precision: 'DAY' },
      notice: 'All rights with the paper.',
      previous: { title: '旧闻', url: 'http://www.portal.example/1.html' },
      next: { title: '新闻', url: 'http://www.portal.example/3.html' },
    });
    expect(found?.contentText).toContain('council');
    expect(found?.contentText).not.toMatch(/rights|origin|旧闻|新闻/);
  });

  it.each([
    ['an attribute', '<time class="d" datetime="2024-05-01T08:30:00+08:00">May</time>', 'SECOND'],
    ['a content attribute', '<span class="d" content="2024-05-01 08:30"></span>', 'SECOND'],
    ['day and time apart', '<i class="d">2024-05-01</i><i class="d">08:30</i>', 'SECOND'],
    ['a day', '<i class="d">发布：2024-05-01</i>', 'DAY'],
  ])('reads a date from %s', (_, element, precision) => {
    const at = precision === 'DAY' ? Date.UTC(2024, 4, 1) : Date.parse('2024-05-01T08:30:00+08:00');
    expect(read(`<h1>x</h1>${element}${prose}`, { date: '.d' })?.published).toMatchObject({ at, precision });
  });

  it('believes no date in the future', () => {
    const at = Date.UTC(2020, 0, 1);
    expect(read(`<i class="d">2031-05-01</i>${prose}`, { date: '.d' })?.published?.at).toBe(at);
  });

  it('leaves to the text what the general extractor takes for the notice and the rule does not', () => {
    const lines = '<p>免责声明：本文观点仅代表作者，转载请注明出处。</p><p class="n">Reprinted by leave.</p>';
    const body = `<article><h1>The fair</h1>${prose}${lines}</article>`;
    expect(read(body, { headline: 'h1' })?.notice).toContain('免责声明');
    const found = read(body, { notice: '.n' });
    expect(found?.notice).toBe('Reprinted by leave.');
    expect(found?.contentText).toContain('免责声明');
    expect(found?.contentText).not.toContain('Reprinted');
  });

  it('cuts before anything is read', () => {
    const found = read(
      `<article><h1>The <s>old</s> fair</h1><p class="ad">Buy lamps now!</p>${prose}</article>`,
      {
        headline: 'h1',
        cut: ['.ad', 's'],
      },
    );
    expect(found?.headline).toBe('The fair');
    expect(found?.contentText).not.toContain('lamps now');
  });
});

describe('the listings of a rule', () => {
  const list = `<nav><a href="/">Home</a></nav><div class="list"><h3>要闻</h3><ul>
    <li><a href="/a.html" title="第一条新闻的完整标题">第一条新闻...</a><span>05-02</span><i>2024-05-02</i></li>
    <li><a href="/b.html"><img src="x.png"></a><a href="/b.html">第二条</a><time datetime="2024-05-01T10:00:00">1</time></li>
    <li><a href="javascript:x()">more</a><a href="#top">top</a></li></ul></div>`;

  it.each([['.list'], ['.list li'], ['.list li a']])(
    'yields titles, addresses and dates by %s',
    (listings) => {
      const [listing, ...others] = read(list, { listings })?.listings ?? [];
      expect(others).toEqual([]);
      expect(listing).toEqual({
        heading: '要闻',
        links: [
          {
            title: '第一条新闻的完整标题',
            url: 'http://www.portal.example/a.html',
            date: { at: Date.UTC(2024, 4, 2), precision: 'DAY' },
          },
          {
            title: '第二条',
            url: 'http://www.portal.example/b.html',
            date: expect.objectContaining({ precision: 'SECOND' }),
          },
        ],
      });
    },
  );

  it('stand in for a feed', () => {
    const rule = { listings: '.list', cut: ['li:first-child'] };
    expect(listedEntries(page(list), rule, { url, timeZone: 'Asia/Shanghai', now })).toEqual([
      {
        title: '第二条',
        url: 'http://www.portal.example/b.html',
        published: { at: Date.parse('2024-05-01T10:00:00+08:00'), precision: 'SECOND', offset: 480 },
        authors: [],
        categories: [],
      },
    ]);
    expect(listedEntries(page(list), { listings: '.gone' }, { url })).toEqual([]);
  });
});

describe('checkedRule', () => {
  it.each([
    [{ headline: 'h1[' }, 'headline'],
    [{ body: 'div:no-such-thing' }, 'body'],
    [{ cut: ['.ok', '>>'] }, 'cut'],
    [{ date: `.${'x'.repeat(500)}` }, 'date'],
    [{ cut: Array.from({ length: 51 }, (_, index) => `.c${index}`) }, 'cut'],
  ])('refuses %o and names the member', (rule, argument) => {
    const refused = (() => {
      try {
        return checkedRule(rule);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(CatalogedError);
    expect(refused).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument,
      message: expect.stringContaining(`"${argument}"`),
    });
  });

  it('drops what is empty, and a rule of nothing', () => {
    expect(checkedRule({ headline: ' h1 ', body: ' ', cut: ['.a', '', '.a'] })).toEqual({
      headline: 'h1',
      cut: ['.a'],
    });
    expect(checkedRule({ headline: '', cut: [] })).toBeUndefined();
  });
});

describe('tryRule', () => {
  it('shows with what the rule takes what it would be without', () => {
    const body = `<article><h1>The fair returns to town</h1><p class="ad">Buy!</p><b class="t">Other</b>${prose}</article>`;
    const { members, cut } = tryRule(
      page(body),
      { headline: '.t', date: '.gone', cut: ['.ad'] },
      { url, now },
    );
    expect(cut).toEqual([{ selector: '.ad', matched: 1 }]);
    expect(members.map(({ member }) => member).slice(0, 3)).toEqual(['headline', 'date', 'body']);
    expect(members[0]).toMatchObject({ selector: '.t', matched: 1, isRuled: true, taken: 'Other' });
    expect(members[0]?.general).not.toBe('Other');
    expect(members[1]).toMatchObject({ selector: '.gone', matched: 0, isRuled: false, taken: '2020-01-01' });
    expect(members[2]).toMatchObject({ selector: undefined, matched: 0, isRuled: false });
  });
});

describe('a rule on a hostile page', () => {
  it.each([
    ['countless links', `<ul>${'<li><a href="/x">hello there</a> 2022-01-01'.repeat(2_000)}</ul>`],
    [
      'countless different links',
      `<ul>${Array.from({ length: 2_000 }, (_, n) => `<li><a href="/${n}">hello there</a> 2022-01-01</li>`).join('')}</ul>`,
    ],
    ['countless paragraphs', '<p>hello, hello and hello</p>'.repeat(2_000)],
    ['deep nesting', '<div>'.repeat(20_000)],
  ])(
    'survives %s',
    (_, body) => {
      const rule: PageRule = {
        headline: 'p',
        date: 'li',
        body: 'li',
        notice: 'p',
        previous: 'a',
        listings: 'ul',
        cut: ['b'],
      };
      read(body, rule);
      read(body, { ...rule, listings: 'li, p, div', body: 'div' });
      expect(listedEntries(page(body), { listings: 'a' }, { url }).length).toBeLessThanOrEqual(500);
    },
    60_000,
  );
});
