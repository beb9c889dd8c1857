/** Documents that are made to harm who reads them, and what must hold of what is printed of each. */
import assert from 'node:assert/strict';

/** What a command has come to. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
  /** Most memory that the process had. */
  peakBytes: number;
}

export interface HostileDocument {
  name: string;
  /** Its extension. */
  extension: 'xml' | 'html' | 'json';
  /** `trap` is a server that nobody may ask, `secret` a file that nobody may read. */
  make(traps: { trap: string; secret: string }): string | Buffer;
  /** Beside what holds for all: nothing of the secret, no script, no control characters, bounded time and memory. */
  check?(outcome: Outcome): void;
}

export const secretText = 'the-contents-of-a-secret-file';

const million = 1_000_000;
const rss = (inside: string, head = '') =>
  `<?xml version="1.0"?>${head}<rss version="2.0"><channel>${inside}</channel></rss>`;
const item = (inside: string) => `<item><link>https://a.example/1</link>${inside}</item>`;
const page = (body: string, head = '') =>
  `<!doctype html><html><head><title>A page</title>${head}</head><body><article><h1>A page</h1>${body}</article></body></html>`;
const prose = `<p>${'The harbour keeps a clock with a single hand, and it is never wrong. '.repeat(20)}</p>`;
const script = '<script>alert(1)</script><img src=x onerror=alert(1)>';
const entities = `<!DOCTYPE rss [<!ENTITY a0 "ha">${Array.from(
  { length: 12 },
  (_, index) => `<!ENTITY a${index + 1} "${`&a${index};`.repeat(10)}">`,
).join('')}]>`;
const isArticle = ({ code, stdout }: Outcome) => {
  assert.equal(code, 0);
  assert.ok(JSON.parse(stdout).articles.length > 0);
};
const isRead = (text: string) => (outcome: Outcome) => {
  isArticle(outcome);
  assert.ok(outcome.stdout.includes(text), `it says ${text}`);
};

export const hostileDocuments: HostileDocument[] = [
  {
    name: 'billion laughs',
    extension: 'xml',
    make: () =>
      rss(`<title>&a12;</title>${item('<title>kept</title><description>&a12;</description>')}`, entities),
    check: isRead('kept'),
  },
  {
    name: 'billion laughs in a page',
    extension: 'html',
    make: () => `${entities}<html><body><h1>&a12;</h1>${prose}</body></html>`,
  },
  {
    name: 'quadratic entities',
    extension: 'xml',
    make: () =>
      rss(
        item(`<title>kept</title><description>${'&b;'.repeat(100_000)}</description>`),
        `<!DOCTYPE rss [<!ENTITY b "${'b'.repeat(100_000)}">]>`,
      ),
  },
  {
    name: 'entities that name each other',
    extension: 'xml',
    make: () => rss(item('<title>kept &a;</title>'), '<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'),
    check: isRead('kept'),
  },
  {
    name: 'external entities',
    extension: 'xml',
    make: ({ trap, secret }) =>
      rss(
        item('<title>kept &file; &web;</title><description>&file;&web;</description>'),
        `<!DOCTYPE rss SYSTEM "${trap}/x.dtd" [<!ENTITY file SYSTEM "file://${secret}"><!ENTITY web SYSTEM "${trap}/entity"><!ENTITY % p SYSTEM "${trap}/parameter">%p;]>`,
      ),
    check: isRead('kept'),
  },
  {
    name: 'external schemas, styles and inclusions',
    extension: 'xml',
    make: ({ trap, secret }) =>
      `<?xml version="1.0"?><?xml-stylesheet href="${trap}/x.xsl"?><rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${trap} ${trap}/x.xsd"><channel>${item(
        `<title>kept<xi:include parse="text" href="file://${secret}"/></title><xi:include href="${trap}/inclusion"/>`,
      )}</channel></rss>`,
    check: isRead('kept'),
  },
  {
    name: 'things that a browser would load',
    extension: 'html',
    make: ({ trap }) =>
      page(
        `${prose}<iframe src="${trap}/frame"></iframe><script src="${trap}/script.js"></script><object data="${trap}/object"></object>`,
        `<link rel=stylesheet href="${trap}/style.css"><meta http-equiv=refresh content="0;url=${trap}/refresh"><base href="${trap}/">`,
      ),
    check: isArticle,
  },
  {
    name: '100,000 items',
    extension: 'xml',
    make: () =>
      rss(
        Array.from(
          { length: 100_000 },
          (_, index) =>
            `<item><title>Item ${index}</title><link>https://a.example/${index}</link><description>About ${index}</description></item>`,
        ).join(''),
      ),
    check: ({ code, stdout }) => {
      assert.equal(code, 0);
      assert.equal(JSON.parse(stdout).feed.entryCount, 100_000);
    },
  },
  {
    name: 'a title of 10 MB',
    extension: 'xml',
    make: () => rss(item(`<title>${'long '.repeat(2 * million)}</title>`)),
    check: isArticle,
  },
  {
    name: 'a title of 10 MB in a page',
    extension: 'html',
    make: () =>
      page(
        `<h1>${'long '.repeat(2 * million)}</h1>${prose}`,
        `<title>${'long '.repeat(2 * million)}</title>`,
      ),
  },
  {
    name: 'a title of 10 MB in JSON',
    extension: 'json',
    make: () =>
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'x',
        items: [{ id: '1', title: 'long '.repeat(2 * million) }],
      }),
    check: isArticle,
  },
  {
    name: 'a title of 10 MB of markup',
    extension: 'xml',
    make: () => rss(item(`<title>${'&lt;b&gt;'.repeat(800_000)}</title>`)),
  },
  { name: 'elements nested a million deep', extension: 'xml', make: () => rss('<a>'.repeat(million)) },
  {
    name: 'markup nested deep in an entry',
    extension: 'xml',
    make: () => rss(item(`<title>kept</title><description>${'&lt;div&gt;'.repeat(500_000)}</description>`)),
    check: isRead('kept'),
  },
  {
    name: 'divisions nested deep in a page',
    extension: 'html',
    make: () => page(`${'<div>'.repeat(200_000)}${prose}`),
  },
  {
    name: 'formatting that never ends',
    extension: 'html',
    make: () => page(`${'<b><i><a href="x">'.repeat(60_000)}${prose}`),
  },
  {
    name: 'tables in tables',
    extension: 'html',
    make: () => page(`${'<table><tr><td>'.repeat(50_000)}${prose}`),
  },
  {
    name: 'end tags that close nothing',
    extension: 'html',
    make: () => page(`${'</p></b></div>'.repeat(300_000)}${prose}`),
  },
  {
    name: 'arrays nested a million deep',
    extension: 'json',
    make: () =>
      `{"version":"https://jsonfeed.org/version/1.1","title":"x","items":${'['.repeat(million)}${']'.repeat(million)}}`,
  },
  {
    name: 'an attribute of 20 MB',
    extension: 'html',
    make: () => page(`${prose}<p title="${'x'.repeat(20 * million)}">x</p>`),
    check: isArticle,
  },
  {
    name: 'an attribute of 20 MB in a feed',
    extension: 'xml',
    make: () =>
      rss(
        item(
          `<title>kept</title><enclosure url="https://a.example/${'x'.repeat(20 * million)}" type="image/png"/>`,
        ),
      ),
    check: isRead('kept'),
  },
  {
    name: 'a million attributes',
    extension: 'html',
    make: () =>
      page(`${prose}<p ${Array.from({ length: million }, (_, index) => `a${index}=1`).join(' ')}>x</p>`),
  },
  {
    name: 'half a million links',
    extension: 'html',
    make: () => page(`${prose}${'<a href="/x">x</a> '.repeat(500_000)}`),
  },
  {
    name: 'a comment that never ends',
    extension: 'xml',
    make: () => rss(`${item('<title>kept</title>')}<!--${'-'.repeat(10 * million)}`),
  },
  {
    name: 'CDATA that never ends',
    extension: 'xml',
    make: () => rss(`${item('<title>kept</title>')}<item><title><![CDATA[${']'.repeat(10 * million)}`),
  },
  { name: 'brackets', extension: 'xml', make: () => rss(item(`<title>${'<'.repeat(3 * million)}`)) },
  { name: 'brackets in a page', extension: 'html', make: () => page(`${prose}${'<'.repeat(3 * million)}`) },
  {
    name: 'references',
    extension: 'xml',
    make: () =>
      rss(item(`<title>${'&#38;'.repeat(million)}${'&amp;'.repeat(million)}${'&'.repeat(million)}</title>`)),
  },
  {
    name: 'white space',
    extension: 'html',
    make: () => page(`${prose}<p>${' \n\t\u00a0\u3000'.repeat(million)}</p>`),
    check: isArticle,
  },
  {
    name: 'digits',
    extension: 'html',
    make: () =>
      page(`<p>${'2026-11-'.repeat(200_000)}${'1'.repeat(million)}${'年月日'.repeat(200_000)}</p>${prose}`),
  },
  {
    name: 'dates without end',
    extension: 'xml',
    make: () => rss(item(`<title>kept</title><pubDate>${'Mon, 01 Jan '.repeat(500_000)}</pubDate>`)),
    check: isRead('kept'),
  },
  {
    name: 'numbered sections without end',
    extension: 'html',
    make: () =>
      page(Array.from({ length: 50_000 }, (_, index) => `<p>第${index + 1},一是甲。二是乙。</p>`).join('')),
  },
  {
    name: 'an address of 5 MB',
    extension: 'xml',
    make: () =>
      rss(`<item><title>kept</title><link>https://a.example/${'%20/../'.repeat(700_000)}</link></item>`),
    check: isRead('kept'),
  },
  {
    name: 'JSON-LD nested deep',
    extension: 'html',
    make: () =>
      page(
        prose,
        `<script type="application/ld+json">${'{"@graph":['.repeat(100_000)}${']}'.repeat(100_000)}</script>`,
      ),
    check: isArticle,
  },
  {
    name: 'a folder in a folder of OPML',
    extension: 'xml',
    make: () => `<opml version="2.0"><body>${'<outline text="x">'.repeat(200_000)}</body></opml>`,
  },
  {
    name: 'control characters',
    extension: 'xml',
    make: () => {
      const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code, 0x80 + code)).join(
        '',
      );
      const references = Array.from(
        { length: 32 },
        (_, code) => `&#${code};&#x${(0x80 + code).toString(16)};`,
      ).join('');
      return rss(
        `<title>a${controls}b</title>${item(`<title>kept${controls}${references}</title><author>x${controls}</author><description>${controls}&lt;p&gt;${references}&lt;a href="https://a.example/&amp;#1;x"&gt;y&lt;/a&gt;</description>`)}`,
      );
    },
    check: isRead('kept'),
  },
  {
    name: 'script in every place of a feed',
    extension: 'xml',
    make: () => {
      const text = script.replaceAll('<', '&lt;');
      return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>${text}</title><description>${text}</description><copyright>${text}</copyright><language>${text}</language><image><url>javascript:alert(1)</url></image>
<item><title>${text}</title><link>https://a.example/1</link><guid>${text}</guid><dc:creator>${text}</dc:creator><author>${text}</author><category>${text}</category><pubDate>${text}</pubDate><description>${text}</description><content:encoded>${text}</content:encoded><media:content url="javascript:alert(1)" type="image/png"/><media:description>${text}</media:description><dc:rights>${text}</dc:rights></item></channel></rss>`;
    },
    check: isArticle,
  },
  {
    name: 'script in every place of a page',
    extension: 'html',
    make: () => {
      const text = script.replaceAll('<', '&lt;').replaceAll('"', '&quot;');
      const metadata = [
        'author',
        'description',
        'date',
        'og:title',
        'og:site_name',
        'og:image',
        'article:published_time',
        'og:url',
      ];
      return `<!doctype html><html lang="${text}"><head><title>${text}</title>${metadata.map((name) => `<meta name="${name}" property="${name}" content="${text}">`).join('')}<link rel=canonical href="javascript:alert(1)"><link rel=next href="javascript:alert(1)"><link rel=prev href="data:text/html,x"><script type="application/ld+json">{"@type":"NewsArticle","headline":"${script}","author":"${script}","image":"javascript:alert(1)","datePublished":"${script}"}</script></head>
<body><div class=breadcrumb><a href="javascript:alert(1)">${text}</a></div><article><h1>${text}${script}</h1><p class=byline>${text}${script}</p>${prose}${script}<p onclick=alert(1)>x</p><a href="javascript:alert(1)">y</a></article><h3>Latest</h3><ul><li><a href="javascript:alert(1)">${text}</a> 2026-01-01</li></ul></body></html>`;
    },
    check: isArticle,
  },
  {
    name: 'links that are none',
    extension: 'json',
    make: () => {
      const urls = [
        'javascript:alert(1)',
        'data:text/html,<script>alert(1)</script>',
        'file:///etc/passwd',
        'vbscript:x',
        ' java\nscript:alert(1)',
        '//',
      ];
      return JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'x',
        home_page_url: urls[0],
        feed_url: urls[1],
        icon: urls[0],
        items: urls.map((url, id) => ({
          id: `${id}`,
          url,
          external_url: url,
          image: url,
          banner_image: url,
          content_html: `<a href="${url}">x</a><img src="${url}">`,
        })),
      });
    },
    check: isArticle,
  },
  { name: 'nothing', extension: 'xml', make: () => '' },
  { name: 'zeros', extension: 'xml', make: () => Buffer.alloc(20 * million) },
  {
    name: 'zeros that are called a page',
    extension: 'html',
    make: () => Buffer.concat([Buffer.from('<html><body><p>'), Buffer.alloc(20 * million)]),
  },
  {
    name: 'noise',
    extension: 'xml',
    make: () =>
      Buffer.from(
        Array.from({ length: million }, (_, index) => (Math.imul(index, 2_654_435_761) >>> 13) & 255),
      ),
  },
  {
    name: 'half a character',
    extension: 'xml',
    make: () =>
      Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="utf-16"?><rss version="2.0"><channel><item><title>x'),
        Buffer.from([0xd8, 0xff, 0xfe]),
      ]),
  },
  {
    name: 'UTF-7',
    extension: 'html',
    make: () =>
      `<html><head><meta charset=utf-7></head><body><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>${prose}`,
  },
];
