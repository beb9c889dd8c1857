import fc from 'fast-check';
import { textToHtml } from '../../src/catalog/clean-html.js';
import { plainText } from '../../src/catalog/plain-text.js';

describe('plainText', () => {
  it.each([
    ['<p>One &amp; <b>two</b></p>\n<p>Three</p>', 'One & two\n\nThree'],
    ['<p>　　第一,规范化。</p><p>　　第二,精细化。</p>', '第一,规范化。\n\n第二,精细化。'],
    ['<h2>Title</h2>\n   <div><p>a\n   b</p></div>', 'Title\n\na b'],
    ['<p>line<br />next</p>', 'line\nnext'],
    ['<ul><li>one</li><li>two</li></ul><p>end</p>', 'one\ntwo\n\nend'],
    ['<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>', 'a b\n1 2'],
    ['<pre>if (a &lt; b) {\n    run();\n}</pre><p>x</p>', 'if (a < b) {\n    run();\n}\n\nx'],
    ['<p>&lt;script&gt; &amp;lt; &nbsp;&copy; &#20320; &quot;q&quot;</p>', '<script> &lt; \u00A0© 你 "q"'],
    ['<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p>', '漢字'],
    ['<p>a</p><script>alert(1)</script><style>p{}</style><!-- c --><p>b', 'a\n\nb'],
    ['<figure><img src="a" alt="x" /><figcaption>Caption</figcaption></figure>', 'Caption'],
    ['<p>a&#1;\u0000\u0081b&#x8D;</p>', 'ab'],
    ['', ''],
    ['no markup & all', 'no markup & all'],
  ])('reads %j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it('reads plain paragraphs as it reads any other markup', () => {
    const words = fc.array(fc.constantFrom('a', '<', '>', '&', '&amp;', '"', ' ', '　', '字', '\n', '\n\n'));
    fc.assert(
      fc.property(words, (parts) => {
        const html = textToHtml(parts.join(''));
        expect(plainText(html)).toBe(plainText(`${html}<i></i>`));
      }),
    );
  });

  it('gives back the text that was made into HTML', () => {
    const text = 'Tom & "Jerry" <3\nnext line\n\n第二段';
    expect(plainText(textToHtml(text))).toBe(text);
  });

  it('survives markup of any depth and size', () => {
    expect(plainText(`${'<b>'.repeat(300_000)}x${'</i>'.repeat(300_000)}`)).toBe('x');
    expect(plainText(`<p>${'\u3000'.repeat(1_000_000)}x</p>`)).toBe('x');
  });
});
