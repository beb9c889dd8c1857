import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanHtml, textToHtml } from '../../src/catalog/clean-html.js';
import { plainText } from '../../src/catalog/plain-text.js';
import { findSections } from '../../src/catalog/sections.js';

const paragraphs = (...texts: string[]): string => textToHtml(texts.join('\n\n'));
const headingsIn = (html: string): (string | null)[] => findSections(html).map(({ heading }) => heading);

describe('findSections in markup', () => {
  it('opens one at every heading, with all that follows up to the next', () => {
    const html = '<p>Lead.</p><h2>One <em>&amp; only</em></h2><p>a</p><p>b</p><h3>Deeper</h3><p>c</p>';
    expect(findSections(html)).toEqual([
      {
        number: 1,
        heading: 'One & only',
        level: 2,
        html: '<h2>One <em>&amp; only</em></h2><p>a</p><p>b</p>',
        text: 'One & only\n\na\n\nb',
      },
      { number: 2, heading: 'Deeper', level: 3, html: '<h3>Deeper</h3><p>c</p>', text: 'Deeper\n\nc' },
    ]);
  });

  it('takes headings out of the containers they are in, well-formed', () => {
    const html = cleanHtml(
      '<section><h2>A</h2><p>a</p></section><section><h2>B</h2><p>b</p></section><p>End</p>',
    );
    expect(findSections(html).map((section) => section.html)).toEqual([
      '<h2>A</h2><p>a</p><div></div>',
      '<h2>B</h2><p>b</p><p>End</p>',
    ]);
  });

  it('goes by the headings where prose is numbered too, and by no empty ones', () => {
    expect(headingsIn('<h2> </h2><h2>Real</h2><p>一、甲。</p><p>二、乙。</p>')).toEqual(['Real']);
    expect(headingsIn('<h2><br /></h2><p>一、甲。</p><p>二、乙。</p>')).toEqual(['甲', '乙']);
  });
});

describe('findSections in numbered prose', () => {
  it.each([
    ['第一,', ['第一,先行。一是快。', '第二,跟进。', '第三,总结。']],
    ['第一、', ['第一、先行。', '接着说。', '第二、跟进。', '第三、总结。']],
    ['第一章', ['第一章 先行', '第一条 略。', '第二条 略。', '第二章 跟进', '第三条 略。', '第三章 总结']],
    ['第1部分', ['第1部分：先行', '第2部分：跟进', '第3部分：总结']],
    [
      '一、',
      ['一、先行', '（一）甲。', '（二）乙。', '1. 丙', '2. 丁', '二、跟进', '（一）戊。', '三、总结'],
    ],
    ['（一）', ['（一）先行。', '（二）跟进。', '（三）总结。']],
    ['(1)', ['(1)先行', '(2) 跟进', '(3)总结']],
    ['1.', ['1. 先行', '2. 跟进', '3．总结']],
  ])('finds three sections numbered %s', (_name, texts) => {
    expect(headingsIn(paragraphs('导语。', ...texts))).toEqual(['先行', '跟进', '总结']);
  });

  it('keeps the ordinal in the text and the lead out of every section', () => {
    const html = paragraphs('导语。', '第一,“规范化”建设,深化“领导力”。一是完善。', '详情。', '第二,落实。');
    expect(findSections(html)).toEqual([
      {
        number: 1,
        heading: '“规范化”建设,深化“领导力”',
        level: 2,
        html: '<p>第一,“规范化”建设,深化“领导力”。一是完善。</p>\n<p>详情。</p>',
        text: '第一,“规范化”建设,深化“领导力”。一是完善。\n\n详情。',
      },
      { number: 2, heading: '落实', level: 2, html: '<p>第二,落实。</p>', text: '第二,落实。' },
    ]);
  });

  it('reads ordinals inside emphasis, in div paragraphs and after line breaks of old portals', () => {
    expect(headingsIn('<p><strong>一、甲</strong></p><p>文。</p><p><b>二、</b>乙</p>')).toEqual(['甲', '乙']);
    expect(headingsIn(cleanHtml('<div>　　一、甲。</div><div>　　二、乙。</div>'))).toEqual(['甲', '乙']);
    expect(headingsIn(cleanHtml('<div>　　导语。<br>　　一、甲。<br><br>　　二、乙。</div>'))).toEqual([
      '甲',
      '乙',
    ]);
  });

  it('counts on past ten and a hundred', () => {
    const digits = '零一二三四五六七八九';
    const chinese = (n: number): string => {
      if (n >= 100)
        return `${digits[Math.floor(n / 100)]}百${n % 100 === 0 ? '' : n % 100 < 10 ? '零' : ''}${chinese(n % 100)}`;
      const tens = Math.floor(n / 10);
      return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${n % 10 === 0 ? '' : digits[n % 10]}`;
    };
    const articles = Array.from(
      { length: 109 },
      (_, index) => `第${chinese(index + 1)}条 内容${index + 1}。`,
    );
    expect(findSections(paragraphs(...articles))).toHaveLength(109);
  });

  it.each([
    [['正文。', '又一段。']],
    [['第一,只有一点。', '再无下文。']],
    [['第一时间赶到现场。', '第二天返回。']],
    [['第一次来。', '第二次来。', '第三次来。']],
    [['第一节课开始了。', '第二节课结束了。']],
    [['文中说一、二、三。', '又说二、三。']],
    [['十一、国庆放假。', '十二、收尾。']],
    [['二、乙。', '三、丙。']],
    [['1.5亿元到账。', '2.5亿元待拨。']],
    [['2024年回顾。', '2025年展望。']],
    [['一是快。', '二是好。']],
  ])('finds no structure in %j', (texts) => {
    expect(findSections(paragraphs(...texts))).toEqual([]);
  });

  it('gives no heading where the opening sentence is as long as a paragraph', () => {
    expect(headingsIn(paragraphs(`第一,${'长'.repeat(200)}。`, '第二,短。'))).toEqual([null, '短']);
  });

  it('is quick on bodies far beyond any article', () => {
    expect(findSections('<h2>a</h2><p>b</p>'.repeat(20_000))).toHaveLength(1_000);
    expect(findSections(`<p>第一,${'长'.repeat(2_000_000)}。</p><p>第二,短。</p>`)).toHaveLength(2);
  });
});

interface SeedSection {
  heading: string;
  startsWith: string;
  chars: number;
}
const seed = join(process.env.CORPUS_DIR ?? '../shared/corpus', 'seed');
const itWithSeed = existsSync(seed) ? it : it.skip;

itWithSeed('finds the three sections of a real portal page (skipped where the corpus is absent)', () => {
  const page = readFileSync(join(seed, 'portal-utf8.html'), 'utf8');
  const { entries } = JSON.parse(readFileSync(join(seed, 'manifest.json'), 'utf8'));
  const expected: SeedSection[] = entries.find(({ file }: { file: string }) => file === 'portal-utf8.html')
    .expected.sections;
  const body = page.match(/<div class="content"[^>]*>(.*?)<p class="source">/s)?.[1] ?? '';
  const sections = findSections(cleanHtml(body));
  expect(sections.map(({ heading }) => heading)).toEqual(expected.map(({ heading }) => heading));
  expect(sections.map(({ text }) => text.length)).toEqual(expected.map(({ chars }) => chars));
  for (const [index, { startsWith }] of expected.entries())
    expect(sections[index]?.text.startsWith(startsWith)).toBe(true);
  expect(plainText(cleanHtml(body)).endsWith(sections[2]?.text ?? '-')).toBe(true);
});
