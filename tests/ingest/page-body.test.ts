import { chineseProse, prose, sample } from './page-sample.js';

describe('the body of a page', () => {
  it('has references resolved, but not those within the page or to other schemes', () => {
    const { contentHtml } = sample(
      `<article>${prose}<p>See <a href="/a">this</a>, <a href="#n">a note</a> and <a href="mailto:a@b.example">mail</a>.</p>
      <p><img src="i.jpg" srcset="i.jpg 1x, /j.jpg 2x" alt="A lamp"></p></article>`,
    );
    expect(contentHtml).toContain('href="http://www.portal.example/a"');
    expect(contentHtml).toMatch(/href="(http:\/\/www.portal.example\/news\/12345.html)?#n"/);
    expect(contentHtml).toContain('href="mailto:a@b.example"');
    expect(contentHtml).toContain('src="http://www.portal.example/news/i.jpg"');
    expect(contentHtml).toContain(
      'srcset="http://www.portal.example/news/i.jpg 1x, http://www.portal.example/j.jpg 2x"',
    );
  });

  it('keeps paragraphs, and leaves navigation and footer out', () => {
    const page = sample(
      `<ul class="nav"><li><a href="/">Home</a></li></ul><article>${prose}</article><footer>All rights reserved</footer>`,
    );
    expect(page.contentHtml.match(/<p>/g)).toHaveLength(2);
    expect(page.contentText.split('\n\n')).toHaveLength(2);
    expect(page.contentText).not.toMatch(/Home|rights/);
    expect(page.readerable).toBe(true);
  });

  it('takes a short Chinese report for a whole article', () => {
    const report = '县里的小学今年添了新的图书室，孩子们放学以后可以留下来读书，老师轮流值班。'.repeat(4);
    const menu = '<div class="menu"><a href="/a">教育</a> <a href="/b">财经</a></div>';
    expect(
      sample(`${menu}<div class="text"><p>${report}</p></div><div class="comment">我来说两句</div>`)
        .contentText,
    ).toBe(report);
  });

  it('finds text that React has streamed in', () => {
    expect(sample(`<div hidden id="S:1"><article>${prose}</article></div>`).contentText).toMatch(
      /^The council met/,
    );
  });

  it('knows a page that is no article', () => {
    expect(sample('<form><input name="q"></form><p>Search</p>').readerable).toBe(false);
    expect(sample(chineseProse).contentText).toContain('图书室');
  });
});
