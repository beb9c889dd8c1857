import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { extractPage } from '../../src/ingest/page.js';
import { pageJson } from '../../src/ingest/page-json.js';
import { chineseProse, prose, sample, url } from './page-sample.js';

const seed = join(process.env.CORPUS_DIR ?? '../shared/corpus', 'seed');
const bytes = (html: string) => new TextEncoder().encode(html);

describe('extractPage', () => {
  it('reads a portal page in GBK', () => {
    const html = `<html><head><meta charset="gb2312"><title>小学添了图书室_教育资讯</title></head><body><h1>小学添了图书室</h1>${chineseProse}</body></html>`;
    const page = extractPage(iconv.encode(html, 'gbk'), { url });
    expect(page).toMatchObject({ headline: '小学添了图书室', language: 'zh' });
    expect(page?.contentText).toContain('孩子们放学以后可以留下来读书');
  });

  it('leaves the listings of headings that are the article’s own to the text', () => {
    expect(sample(`<article><h1>The fair</h1>${prose}</article>`).listings).toEqual([]);
  });

  it('gives nothing for nothing', () => {
    for (const html of ['', '   ', '\0\0\0', '<html></html>'])
      expect(extractPage(bytes(html))).toBeUndefined();
  });

  it('gives a headline and a date where there is no text', () => {
    const head = '<title>The fair returns</title><meta name="date" content="2022-03-05">';
    expect(sample('', { head })).toMatchObject({
      headline: 'The fair returns',
      contentText: '',
      contentHtml: '',
    });
  });

  it.each([
    [
      'random bytes',
      () => Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7919 + index * index) % 256),
    ],
    ['ten megabytes of paragraphs', () => bytes('<p>hello, hello and hello</p>'.repeat(400_000))],
    ['ten megabytes of one paragraph', () => bytes(`<p>${'hello, hello. '.repeat(750_000)}`)],
    ['deep nesting', () => bytes('<div>'.repeat(2_000_000))],
    [
      'many deep chains',
      () => bytes(`${'<div>'.repeat(300)}hello, hello and hello${'</div>'.repeat(300)}`.repeat(500)),
    ],
    ['stray angle brackets', () => bytes('<'.repeat(5_000_000))],
    [
      'a tag of countless attributes',
      () => bytes(`<p ${Array.from({ length: 400_000 }, (_, n) => `a${n}`).join(' ')}>x`),
    ],
    ['one line of countless links', () => bytes(`<p>${'<a href=/x>hello</a> 2022-01-01 '.repeat(100_000)}`)],
  ])(
    'survives %s',
    (_, make) => {
      expect(() => extractPage(make(), { url })).not.toThrow();
    },
    60_000,
  );
});

type Seed = {
  file: string;
  contentType: string;
  url: string;
  expected: {
    title: string;
    publishedAt: string;
    lead: string;
    source: object;
    disclaimer: string;
    breadcrumbs: string[];
    previous: { title: string; href: string };
    latest: object[];
    popular: object[];
    sections: { startsWith: string }[];
    mustNotBeInBody: string[];
  };
};
const seeds: Seed[] = existsSync(seed)
  ? JSON.parse(readFileSync(join(seed, 'manifest.json'), 'utf8')).entries
  : [];

describe('the seed page', () => {
  const comesOut = (file: string, entry: Seed) => {
    const page = extractPage(readFileSync(join(seed, file)), entry);
    if (!page) throw new Error('no page');
    const { title, publishedAt, lead, source, disclaimer, breadcrumbs, latest, popular } = entry.expected;
    const { previous, sections, mustNotBeInBody } = entry.expected;
    expect(pageJson(page, entry.url)).toMatchObject({ title, publishedAt, lead, source, disclaimer });
    expect(pageJson(page, entry.url)).toMatchObject({ breadcrumbs, latest, popular });
    expect(page.takedownDays).toBe(30);
    expect(page.previous).toEqual({ title: previous.title, url: new URL(previous.href, entry.url).href });
    const paragraphs = page.contentText.split('\n\n');
    expect(paragraphs).toHaveLength(4);
    for (const [index, { startsWith }] of sections.entries()) {
      expect(paragraphs[index + 1]?.startsWith(startsWith)).toBe(true);
    }
    for (const words of mustNotBeInBody) expect(page.contentText + page.contentHtml).not.toContain(words);
  };
  if (seeds.length === 0) it.skip(`is not here: set CORPUS_DIR to the folder of ${seed}`, () => {});
  for (const entry of seeds) it(`comes out of ${entry.file} line by line`, () => comesOut(entry.file, entry));
});
