import fc from 'fast-check';
import { cleanHtml, textToHtml } from '../../src/catalog/clean-html.js';
import { vectorGroups } from '../browser/xss-vectors.js';

const base = 'https://news.example/2026/a.html';

describe('cleanHtml keeps the structure of an article', () => {
  it.each([
    '<p>One <em>two</em> <strong>three</strong> H<sub>2</sub>O x<sup>2</sup><br />y</p>',
    '<h2>A</h2><p>a</p><hr /><h6>B</h6>',
    '<ul><li>one</li><li>two<ol start="3"><li>three</li></ol></li></ul>',
    '<blockquote><p>quoted</p></blockquote><pre><code>if (a &lt; b)\n  run();</code></pre>',
    '<table><caption>c</caption><thead><tr><th scope="col">h</th></tr></thead><tbody><tr><td colspan="2">d</td></tr></tbody></table>',
    '<figure><img src="https://news.example/a.png" alt="A" width="640" height="480" /><figcaption>c</figcaption></figure>',
    '<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby></p>',
    '<p><a href="https://other.example/?a=1&amp;b=2" title="t" rel="noopener">link</a> <time datetime="2026-01-01">then</time></p>',
    '<p><a href="mailto:desk@news.example" rel="noopener">write</a></p>',
  ])('%s', (html) => {
    expect(cleanHtml(html)).toBe(html);
  });
});

describe('cleanHtml changes', () => {
  it.each([
    ['a first-level heading', '<h1>Title</h1>', '<h2>Title</h2>'],
    [
      'class, style, id and handlers',
      '<p class="a" style="x" id="b" onclick="c()" data-d="e">x</p>',
      '<p>x</p>',
    ],
    ['wrappers without meaning', '<p><span><font color="red">x</font></span></p>', '<p>x</p>'],
    ['containers', '<section><p>x</p></section><center>y</center>', '<div><p>x</p></div><div>y</div>'],
    [
      'a whole document',
      '<!DOCTYPE html><html><head><title>t</title></head><body><p>x</p></body></html>',
      '<p>x</p>',
    ],
    ['comments', '<p>a<!-- b --><!--[if IE]>c<![endif]-->d</p>', '<p>ad</p>'],
    ['unclosed and misnested elements', '<p>a<b><i>b</b>c</i><p>d', '<p>a<b><i>b</i></b>c</p><p>d</p>'],
    [
      'indentation',
      '<p>　　第一,规范化。</p><p><b>&nbsp; 重点</b> </p>',
      '<p>第一,规范化。</p><p><b>重点</b></p>',
    ],
    ['empty paragraphs', '<p></p><p>&nbsp;</p><p>　<br></p><p><b> </b></p><p>x</p>', '<p>x</p>'],
    [
      'indented lines of old portals',
      '<div>　　a<br>　　b<br><br>　　c</div>',
      '<div>a<p>b</p><p>c</p></div>',
    ],
    ['a block inside a paragraph', '<p><span><div>a</div></span></p>', '<div>a</div>'],
    ['control characters', 'a\u0000b\u0008c\u009Fd\uFFFEe\uD800f&#1;g', 'abcdefg'],
    [
      'an odd size',
      '<img src="https://a.example/b.png" width="100%" height="9">',
      '<img src="https://a.example/b.png" alt="" height="9" />',
    ],
  ])('%s', (_name, html, clean) => {
    expect(cleanHtml(html)).toBe(clean);
  });

  it('resolves relative addresses against the base, and drops them without one', () => {
    const html = '<p><a href="../b">b</a><a href="//c.example/">c</a><img src="/d.png"></p>';
    expect(cleanHtml(html, base)).toBe(
      '<p><a href="https://news.example/b" rel="noopener">b</a><a href="https://c.example/" rel="noopener">c</a>' +
        '<img src="https://news.example/d.png" alt="" /></p>',
    );
    expect(cleanHtml(html)).toBe('<p>bc</p>');
  });
});

/** Attacks from the OWASP XSS filter evasion cheat sheet and from mutation XSS, with what a browser may find of each. */
const attacks = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<<script>alert(1);//<</script>',
  '<img src=x onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  '<img """><script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<a href="&#1;javascript:alert(1)">x</a>',
  '<a href="java\u0000script:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="https://a.example/&quot; onclick=&quot;alert(1)">x</a>',
  '<svg onload=alert(1)><p>x</p></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)"><base href="javascript:alert(1)//">',
  '<link rel=stylesheet href=//evil.example/x.css><style>*{background:url(//evil.example)}</style>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<div/onmouseover=alert(1)>x</div>',
  '<template><script>alert(1)</script></template>',
  '<textarea><img title="</textarea><img src onerror=alert(1)>"></textarea>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
];

/** The grammar of what may come out: these tags and attributes, and text with everything special escaped. */
const token =
  /<\/[a-z][a-z0-9]*>|<[a-z][a-z0-9]*(?: (?:href|src|title|rel|alt|width|height|datetime|start|reversed|span|colspan|rowspan|scope)(?:="[^"<>]*")?)*(?: \/)?>|[^<>]/g;

function expectSafe(html: string): void {
  expect(html.replace(token, '')).toBe('');
  expect(html).not.toMatch(
    /<\/?(?:script|style|svg|math|iframe|object|embed|form|meta|base|link|template|textarea)/,
  );
  for (const [, address] of html.matchAll(/<[^>]* (?:href|src)="([^"]*)"/g))
    expect(address).toMatch(/^(?:https?:\/\/|mailto:)/);
}

/** Every start tag is closed by its end tag, in order. */
function expectWellFormed(html: string): void {
  const open: string[] = [];
  for (const [tag, slash, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (slash) expect(open.pop()).toBe(name);
    else if (!tag.endsWith('/>')) open.push(name);
  }
  expect(open).toEqual([]);
}

describe('cleanHtml against hostile input', () => {
  it.each(attacks)('leaves nothing harmful of %j', (attack) => {
    for (const html of [attack, `<p>a ${attack} b</p>`, `<table><tr><td>${attack}`]) {
      expectSafe(cleanHtml(html, base));
      expect(cleanHtml(cleanHtml(html, base))).toBe(cleanHtml(html, base));
    }
  });

  // A browser tries them all: tests/browser/sanitiser.ts.
  it.each(vectorGroups)('leaves nothing harmful of $name ($source)', ({ vectors }) => {
    for (const vector of vectors.filter((_vector, index) => index % Math.ceil(vectors.length / 500) === 0)) {
      const clean = cleanHtml(`<p>a ${vector} b</p>`, base);
      expectSafe(clean);
      expectWellFormed(clean);
      expect(cleanHtml(clean)).toBe(clean);
    }
  });

  it('keeps what stands in an object that is never closed, and the signs of a formula without their source', () => {
    expect(cleanHtml('<p>before<object data="x.swf"><param name="a"> after</p><p>b</p>')).toBe(
      '<p>before after</p><p>b</p>',
    );
    expect(
      cleanHtml(
        '<p><math><semantics><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow><annotation encoding="application/x-tex">a \\lt b</annotation></semantics></math></p>',
      ),
    ).toBe('<p>a&lt;b</p>');
  });

  it('shows escaped markup as text, once', () => {
    expect(cleanHtml('<p>&lt;b&gt; &amp;lt;</p>')).toBe('<p>&lt;b&gt; &amp;lt;</p>');
  });

  const tags =
    'p div span b i h1 h2 section center a img br hr ul li table tr td pre ruby rt script button svg font';
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...tags.split(' ')).map((name) => `<${name}>`) },
    { weight: 4, arbitrary: fc.constantFrom(...tags.split(' ')).map((name) => `</${name}>`) },
    fc.constantFrom(
      '字',
      'x',
      ' ',
      '　',
      '&nbsp;',
      '\n',
      '&',
      '<',
      '>',
      '"',
      '&#0;',
      '&lt;',
      '<!--',
      '-->',
      '<br />　',
    ),
    fc.constantFrom(
      '<a href="/b">',
      '<a href="javascript:x">',
      '<img src="c.png">',
      '<p title=">">',
      '<td colspan=2>',
    ),
    fc.constantFrom(...attacks),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );

  it('is safe and well-formed for any mixture, and finds nothing to do the second time', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const clean = cleanHtml(pieces.join(''), base);
        expectSafe(clean);
        expectWellFormed(clean);
        expect(cleanHtml(clean)).toBe(clean);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['nested elements', '<div>'.repeat(200_000)],
    ['end tags that close nothing', '<b>'.repeat(200_000) + '</i>'.repeat(200_000)],
    ['elements that vanish', '<p><span>'.repeat(100_000)],
    ['empty paragraphs', '<p>x</p><p></p>'.repeat(50_000)],
    ['white space', `<p>x${' '.repeat(2_000_000)}x</p><p>${'\u3000'.repeat(2_000_000)}</p>`],
    ['line breaks', `<p>${'<br>'.repeat(100_000)}x`],
    ['comments in an address', `<a href="mailto:${'<!---->'.repeat(200_000)}">x</a>`],
  ])('takes no more than its share of time for a great many %s', (_name, html) => {
    const clean = cleanHtml(html);
    expectSafe(clean);
    expect(cleanHtml(clean)).toBe(clean);
  });

  it('cleans ten megabytes', () => {
    expect(
      cleanHtml(`${'字'.repeat(1_000_000)}<p onclick="x">${'text '.repeat(1_800_000)}</p>`).length,
    ).toBeGreaterThan(9_000_000);
  });
});

describe('textToHtml', () => {
  it.each([
    ['One.\n\nTwo.', '<p>One.</p>\n<p>Two.</p>'],
    ['One\r\nmore\r\n \r\n\r\nTwo', '<p>One<br />more</p>\n<p>Two</p>'],
    ['　　一段。\n　　二段。', '<p>一段。</p>\n<p>二段。</p>'],
    ['<script> & "x" > y', '<p>&lt;script&gt; &amp; "x" &gt; y</p>'],
    [' \n\n\u0000 ', ''],
  ])('makes %j into %j', (text, html) => {
    expect(textToHtml(text)).toBe(html);
  });

  it('gives clean HTML for any text', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', '\n\n', '　', '<p>', '&amp;', '<br />', ' '),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const html = textToHtml(parts.join(''));
        expect(cleanHtml(html)).toBe(html);
      }),
      { numRuns: 500 },
    );
  });
});
