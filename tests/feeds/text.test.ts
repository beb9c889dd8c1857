import {
  escapeHtml,
  languageTag,
  looseText,
  oneLine,
  plainText,
  resolveHtml,
  resolveUrl,
} from '../../src/feeds/text.js';

describe('plainText', () => {
  it('drops tags and scripts, decodes references and folds white space', () => {
    expect(plainText('<p>AT&amp;T\n &eacute; <script>alert(1)</script><b>1&nbsp;&lt; 2</b></p>')).toBe(
      'AT&T é 1 < 2',
    );
  });
});

describe('looseText', () => {
  it('takes for HTML only what shows signs of it', () => {
    expect(looseText('Use of <b> in titles')).toBe('Use of <b> in titles');
    expect(looseText('<b>Bold</b> news')).toBe('Bold news');
    expect(looseText('Q&A, AT&amp;T')).toBe('Q&A, AT&T');
  });
});

describe('resolveHtml', () => {
  it('makes URLs absolute and changes nothing else', () => {
    const html = `<A HREF='../x?a=1&amp;b=2' title="a > b">1</A><img src=y.png><a href="#top"> src="z"`;
    expect(resolveHtml(html, 'http://example.org/a/b/')).toBe(
      `<A HREF="http://example.org/a/x?a=1&amp;b=2" title="a > b">1</A><img src="http://example.org/a/b/y.png"><a href="http://example.org/a/b/#top"> src="z"`,
    );
  });

  it('leaves absolute URLs, and all without a base, as they are', () => {
    const html = `<a href='HTTP://Example.org'>1</a><a href=mailto:a@example.org>2</a>`;
    expect(resolveHtml(html, 'http://example.org/')?.replaceAll('"', "'")).toBe(
      html.replace(/=(mailto[^>]*)/, "='$1'"),
    );
    expect(resolveHtml('<a href="x">', undefined)).toBe('<a href="x">');
  });
});

describe('resolveUrl', () => {
  it('resolves what is relative only', () => {
    expect(resolveUrl(' /x ', 'http://example.org/a')).toBe('http://example.org/x');
    expect(resolveUrl('//cdn.example/x', 'https://example.org/')).toBe('https://cdn.example/x');
    expect(resolveUrl('urn:x:y', 'http://example.org/')).toBe('urn:x:y');
    expect(resolveUrl('  ', 'http://example.org/')).toBeUndefined();
  });
});

describe('escapeHtml and languageTag', () => {
  it('write what HTML and BCP 47 ask for', () => {
    expect(escapeHtml('1 < 2 & 3')).toBe('1 &lt; 2 &amp; 3');
    expect(languageTag(' zh_CN ')).toBe('zh-CN');
    expect(languageTag('')).toBeUndefined();
  });

  it('has no control characters, those of ISO 6429 included', () => {
    expect(oneLine('a\u0085b\u009bc\u0000 \u001b[31md')).toBe('a b c [31md');
  });
});
