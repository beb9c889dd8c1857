import { takedownDays } from '../../src/ingest/page-notice.js';
import { chineseProse, prose, sample } from './page-sample.js';

const notice =
  '[免责声明] 本文来源于网络转载,仅供学习交流使用。版权归原作者所有,如涉及版权问题,请在30日内与本网联系。';

describe('the notice of a page', () => {
  it('is taken out of the text, with its days', () => {
    const page = sample(`<h1>小学添了图书室</h1>${chineseProse}<p>${notice}</p>`);
    expect(page.notice).toBe(notice);
    expect(page.takedownDays).toBe(30);
    expect(page.contentText).toContain('图书室');
    expect(page.contentText + page.contentHtml).not.toContain('免责');
  });

  it('is found after a line break inside a paragraph', () => {
    const page = sample(`<h1>小学添了图书室</h1>${chineseProse}<div>最后一句话在这里。<br>${notice}</div>`);
    expect(page.notice).toBe(notice);
    expect(page.contentText).toContain('最后一句话在这里。');
  });

  it('may stand under its label', () => {
    const page = sample(
      `${prose}<div><b>Disclaimer</b><p>The views here are the author's own. Write within 14 days.</p></div>`,
    );
    expect(page.notice).toBe("Disclaimer\nThe views here are the author's own. Write within 14 days.");
    expect(page.takedownDays).toBe(14);
  });

  it('needs no label when it says that the article is republished', () => {
    const line = 'This article is republished from The Lamp under a Creative Commons licence.';
    expect(sample(`${prose}<p>${line}</p>`).notice).toBe(line);
  });

  it('is neither a link in the footer nor an article about a declaration', () => {
    const body = `<p>声明：两国外长昨天在会后一同会见了记者。</p>${chineseProse}<div class="footer">免责声明：版权归本站所有，转载请注明。</div>`;
    expect(sample(body).notice).toBeUndefined();
  });
});

describe('takedownDays', () => {
  it.each([
    ['请在三十日内与本网联系', 30],
    ['请于１５个工作日内来函告知', 15],
    ['请在二十五天之内联系', 25],
    ['please contact us within 7 business days', 7],
    ['在30日内完成', undefined],
    ['请与本网联系', undefined],
  ])('of %s', (text, days) => {
    expect(takedownDays(text)).toBe(days);
  });
});
