import { parsePage } from '../../src/ingest/page-dom.js';
import { pageFacts } from '../../src/ingest/page-facts.js';
import { chineseProse, url } from './page-sample.js';

describe('pageFacts', () => {
  const html = `<html lang="zh"><body><h1>小学添了图书室</h1>${chineseProse}<p>上一篇：<a href="/9">另一所小学</a></p></body></html>`;

  it('leaves the page as it is, and names the lines that are no part of the text', () => {
    const document = parsePage(html);
    const before = document.documentElement.innerHTML;
    const facts = pageFacts(document, { url });
    expect(facts.surplus.map(({ text }) => text)).toEqual(['上一篇：另一所小学']);
    expect(document.documentElement.innerHTML).toBe(before);
  });

  it('resolves nothing without an address', () => {
    const facts = pageFacts(parsePage(html), {});
    expect(facts).toMatchObject({ headline: '小学添了图书室', base: undefined, previous: undefined });
  });
});
