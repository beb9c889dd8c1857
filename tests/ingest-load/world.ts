import { encode } from 'iconv-lite';

/** An article as its publisher has it: what is to be in the database at the end. */
export interface LoadArticle {
  path: string;
  headline: string;
  paragraphs: string[];
  publishedAt: number;
}

/** A publisher with a host name of its own. */
export interface LoadPublisher {
  host: string;
  format: FeedFormatName;
  language: string;
  articles: LoadArticle[];
}

/** Answers of a publisher, by path. */
export interface LoadDocument {
  contentType: string;
  body: Buffer;
}

type FeedFormatName = keyof typeof formats;

/** The publishers of a run: the same for the same numbers. */
export function publishers(count: number): LoadPublisher[] {
  const names = Object.keys(formats) as FeedFormatName[];
  return Array.from({ length: count }, (_, index) => {
    const format = names[index % names.length] as FeedFormatName;
    const random = randomBy(index);
    const isChinese = format === 'rss in gb2312';
    const articles = Array.from({ length: 8 + Math.floor(random() * 8) }, (_article, number) => ({
      path: `/news/${number}.html`,
      headline: isChinese ? hanText(random, 18) : sentence(random, 7).slice(0, -1),
      paragraphs: Array.from({ length: 5 }, () => (isChinese ? hanText(random, 120) : paragraph(random))),
      publishedAt: Date.UTC(2026, 0, 1) + (index * 1_000 + number * 7_200) * 1_000,
    }));
    return { host: `paper-${index}.test`, format, language: isChinese ? 'zh' : 'en', articles };
  });
}

/** What a publisher serves, its feed under `/feed`. */
export function documentsOf(publisher: LoadPublisher, port: number): Map<string, LoadDocument> {
  const origin = `http://${publisher.host}:${port}`;
  const documents = new Map<string, LoadDocument>([['/feed', formats[publisher.format](publisher, origin)]]);
  documents.set('/robots.txt', {
    contentType: 'text/plain',
    body: Buffer.from('User-agent: *\nDisallow: /private/\n'),
  });
  for (const article of publisher.articles) {
    documents.set(article.path, {
      contentType: 'text/html; charset=utf-8',
      body: Buffer.from(pageOf(article)),
    });
  }
  return documents;
}

/** Articles in the order of a feed: the newest first. */
const newestFirst = ({ articles }: LoadPublisher) => [...articles].reverse();
const html = ({ paragraphs }: LoadArticle) => paragraphs.map((text) => `<p>${text}</p>`).join('\n');
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const mailDate = ({ publishedAt }: LoadArticle) => new Date(publishedAt).toUTCString();
const isoDate = ({ publishedAt }: LoadArticle) => new Date(publishedAt).toISOString();

function xml(body: string, encoding = 'utf-8', contentType = 'application/xml'): LoadDocument {
  return { contentType, body: encode(`<?xml version="1.0" encoding="${encoding}"?>\n${body}`, encoding) };
}

function rss(
  publisher: LoadPublisher,
  origin: string,
  item: (article: LoadArticle) => string,
  version = '2.0',
) {
  const items = newestFirst(publisher).map(
    (article) =>
      `<item><title>${escaped(article.headline)}</title><link>${origin}${article.path}</link>${item(article)}</item>`,
  );
  return `<rss version="${version}" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>${publisher.host}</title>
<link>${origin}/</link><language>${publisher.language}</language>${items.join('\n')}</channel></rss>`;
}

const formats = {
  'rss 2.0': (publisher: LoadPublisher, origin: string) =>
    xml(
      rss(
        publisher,
        origin,
        (article) =>
          `<guid>${origin}${article.path}</guid><pubDate>${mailDate(article)}</pubDate><description>In short.</description><content:encoded><![CDATA[${html(article)}]]></content:encoded>`,
      ),
      'utf-8',
      'application/rss+xml',
    ),
  'rss 2.0 with descriptions': (publisher: LoadPublisher, origin: string) =>
    xml(
      rss(
        publisher,
        origin,
        (article) =>
          `<guid isPermaLink="false">${publisher.host}${article.path}</guid><pubDate>${mailDate(article)}</pubDate><description>${escaped(html(article))}</description>`,
      ),
    ),
  'rss 0.91': (publisher: LoadPublisher, origin: string) =>
    xml(rss(publisher, origin, (article) => `<description>${escaped(html(article))}</description>`, '0.91')),
  'rss 1.0': (publisher: LoadPublisher, origin: string) => {
    const items = newestFirst(publisher).map(
      (article) =>
        `<item rdf:about="${origin}${article.path}"><title>${escaped(article.headline)}</title><link>${origin}${article.path}</link><dc:date>${isoDate(article)}</dc:date><content:encoded>${escaped(html(article))}</content:encoded></item>`,
    );
    return xml(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="${origin}/feed"><title>${publisher.host}</title><link>${origin}/</link></channel>${items.join('\n')}</rdf:RDF>`,
    );
  },
  'atom 1.0': (publisher: LoadPublisher, origin: string) => {
    const entries = newestFirst(publisher).map(
      (article) =>
        `<entry><id>tag:${publisher.host},2026:${article.path}</id><title>${escaped(article.headline)}</title><link href="${article.path}"/><published>${isoDate(article)}</published><updated>${isoDate(article)}</updated><content type="html">${escaped(html(article))}</content></entry>`,
    );
    return xml(
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="${origin}/"><id>${origin}/</id><title>${publisher.host}</title><link href="${origin}/"/><updated>2026-06-01T00:00:00Z</updated>${entries.join('\n')}</feed>`,
      'utf-8',
      'application/atom+xml',
    );
  },
  'atom 0.3': (publisher: LoadPublisher, origin: string) => {
    const entries = newestFirst(publisher).map(
      (article) =>
        `<entry><id>tag:${publisher.host},2026:${article.path}</id><title>${escaped(article.headline)}</title><link rel="alternate" type="text/html" href="${origin}${article.path}"/><issued>${isoDate(article)}</issued><modified>${isoDate(article)}</modified><content type="text/html" mode="escaped"><![CDATA[${html(article)}]]></content></entry>`,
    );
    return xml(
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>${publisher.host}</title><link rel="alternate" type="text/html" href="${origin}/"/><modified>2026-06-01T00:00:00Z</modified>${entries.join('\n')}</feed>`,
    );
  },
  'json feed 1.1': (publisher: LoadPublisher, origin: string) => ({
    contentType: 'application/feed+json',
    body: Buffer.from(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: publisher.host,
        home_page_url: `${origin}/`,
        items: newestFirst(publisher).map((article) => ({
          id: `${origin}${article.path}`,
          url: `${origin}${article.path}`,
          title: article.headline,
          content_html: html(article),
          date_published: isoDate(article),
        })),
      }),
    ),
  }),
  'rss in gb2312': (publisher: LoadPublisher, origin: string) =>
    xml(
      rss(
        publisher,
        origin,
        (article) =>
          `<pubDate>${mailDate(article)}</pubDate><description><![CDATA[${html(article)}]]></description>`,
      ),
      'gb2312',
      'text/xml',
    ),
  'rss that is malformed': (publisher: LoadPublisher, origin: string) =>
    xml(
      rss(
        publisher,
        origin,
        (article) =>
          `<category>Arts & Letters</category><pubDate>${mailDate(article)}</pubDate><description>In short & cheap.</description><content:encoded><![CDATA[${html(article)}]]></content:encoded>`,
      ).replace('<channel>', '\n<channel>&nbsp;'),
    ),
  'rss with summaries': (publisher: LoadPublisher, origin: string) =>
    xml(
      rss(
        publisher,
        origin,
        (article) =>
          `<guid>${origin}${article.path}</guid><pubDate>${mailDate(article)}</pubDate><description>${article.paragraphs[0]?.split(',')[0]} [...]</description>`,
      ),
    ),
};

function pageOf(article: LoadArticle): string {
  return `<!doctype html><html lang="en"><head><title>${article.headline}</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<main><article><h1>${article.headline}</h1>${html(article)}</article></main>
<aside><h3>Most read</h3><ul><li><a href="/news/x.html">Something else</a></li></ul></aside>
<footer>All rights reserved</footer></body></html>`;
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32, T. Ettinger, public domain). */
export function randomBy(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const syllables = 'ba co de fi gu ha ji ko lu ma ne pi qua ra si to ve wi xu yo zen tar mol pre sti'.split(
  ' ',
);

function word(random: () => number): string {
  const length = 1 + Math.floor(random() * 3);
  return Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join('');
}

function sentence(random: () => number, length: number): string {
  const words = Array.from({ length }, () => word(random));
  const text = words.map((each, index) => (index > 0 && index % 6 === 0 ? `${each},` : each)).join(' ');
  return `${text[0]?.toUpperCase()}${text.slice(1).replace(/,$/, '')}.`;
}

function paragraph(random: () => number): string {
  return Array.from({ length: 5 }, () => sentence(random, 10)).join(' ');
}

/** Chinese characters that GB 2312 has, one sentence of them. */
function hanText(random: () => number, length: number): string {
  const bytes = Buffer.alloc(length * 2);
  for (let at = 0; at < bytes.length; at += 2) {
    bytes[at] = 0xb0 + Math.floor(random() * 39);
    bytes[at + 1] = 0xa1 + Math.floor(random() * 94);
  }
  return `${hanDecoder.decode(bytes)}。`;
}

const hanDecoder = new TextDecoder('gbk');
