import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainText } from '../../src/catalog/plain-text.js';
import { parseFeed } from '../../src/feeds/parse.js';
import { extractPage } from '../../src/ingest/page.js';

/** One document of the labelled set. What shares a `family` is the same text; nothing else is. */
export interface Labelled {
  family: string;
  /** What was done to the original, or what makes it hard to tell from another one. */
  kind: string;
  headline: string;
  paragraphs: string[];
  /** Markup instead of the paragraphs. */
  html?: string;
}

export interface Original {
  name: string;
  /** Of which it is the same text: some are in the corpus several times. */
  family: string;
  headline: string;
  paragraphs: string[];
}

/** Letters that a text has at least to be in the set. */
const leastLetters = 500;

/** What fills templates is a part of many documents and the text of none. */
const dummyText = /lorem ipsum|consectetur adipisi/i;

/** Articles of the corpus with enough text. */
export function readOriginals(corpus: string): Original[] {
  const found = [...pages(corpus, 'pages'), ...pages(corpus, 'seed'), ...feedEntries(corpus)].filter(
    ({ paragraphs }) => paragraphs.join('').length >= leastLetters && !dummyText.test(paragraphs.join(' ')),
  );
  const families = familiesOf(found);
  return found.map((original, index) => ({ ...original, family: families[index] as string }));
}

/**
 * What is the same text by its whole sentences, word for word: a test that has nothing in common with the method
 * under measurement. Half of the shorter one's letters are the other one's too.
 */
function familiesOf(found: readonly Unsorted[]): string[] {
  const sentencesOf = (text: string): string[] =>
    text.split(/[.!?。！？\n]+/).map((part) => part.replace(/\s+/g, ''));
  const texts = found.map(({ paragraphs }) => new Set(paragraphs.flatMap(sentencesOf)));
  const weight = (sentences: Iterable<string>): number => [...sentences].join('').length;
  const families = found.map(({ name }) => name);
  for (const [later, text] of texts.entries()) {
    const same = texts.slice(0, later).findIndex((other) => {
      const common = weight([...text].filter((sentence) => other.has(sentence)));
      return common >= 0.5 * Math.min(weight(text), weight(other));
    });
    if (same >= 0) families[later] = families[same] as string;
  }
  return families;
}

type Unsorted = Omit<Original, 'family'>;

function* pages(corpus: string, part: string): Generator<Unsorted> {
  for (const { file, url, contentType } of entriesOf(join(corpus, part))) {
    const page = extractPage(readFileSync(join(corpus, part, file)), { url, contentType });
    if (page?.readerable)
      yield { name: file, headline: page.headline || file, paragraphs: paragraphsOf(page.contentText) };
  }
}

function* feedEntries(corpus: string): Generator<Unsorted> {
  for (const { file, url, contentType } of entriesOf(join(corpus, 'feeds'))) {
    if (!/\.(?:xml|rss|atom|rdf|json)$/.test(file)) continue;
    const feed = parseFeed(readFileSync(join(corpus, 'feeds', file)), { url, contentType });
    for (const [index, entry] of (feed?.entries ?? []).slice(0, 5).entries()) {
      const text = plainText(entry.contentHtml ?? '');
      yield { name: `${file}#${index}`, headline: entry.title || file, paragraphs: paragraphsOf(text) };
    }
  }
}

function entriesOf(folder: string): { file: string; url?: string; contentType?: string; table?: boolean }[] {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) return [];
  const { entries } = JSON.parse(readFileSync(manifest, 'utf8'));
  return entries.filter(({ table }: { table?: boolean }) => !table);
}

function paragraphsOf(text: string): string[] {
  return text.split(/\n{1,}/).filter((paragraph) => paragraph.trim() !== '');
}

/** Random numbers from 0 to 1 that are the same in each run (Vigna's splitmix, 32 bits). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
  };
}

const isChinese = (text: string): boolean => /\p{Script=Han}{4}/u.test(text);
/** Written without spaces, or nearly. */
const isDense = (text: string): boolean => text.split(/\s+/).length < text.length / 12;

const notices = {
  en: [
    'This article was first published elsewhere and is republished here with permission. The views expressed are those of the author.',
    'Advertisement. Scroll to continue reading. Sign up for our daily newsletter and never miss a story again.',
    'Copyright notice: this material may not be published, broadcast, rewritten or redistributed. Contact our desk for corrections. Follow us on social media, download our application, and support independent journalism with a monthly donation. All rights reserved by the publisher and its licensors.',
  ],
  zh: [
    '本文转载自其他媒体，转载目的在于传递更多信息，并不代表本网赞同其观点和对其真实性负责。',
    '广告：扫描二维码关注我们的公众号，每天获取最新资讯。点击下载客户端。',
    '版权声明：凡本网注明来源的作品，均转载自其它媒体，如涉及作品内容、版权和其它问题，请在30日内与本网联系。责任编辑：张三。联系电话：010-12345678。分享到微信、微博、朋友圈。返回搜狐，查看更多。',
  ],
};

type Republish = (
  original: Original,
  random: () => number,
) => Pick<Labelled, 'paragraphs'> & Partial<Labelled>;

const noticesFor = ({ paragraphs }: Original): string[] =>
  notices[isChinese(paragraphs.join('')) ? 'zh' : 'en'];

/** A part of the text, whole sentences where there are any, of about this share. */
function part(paragraphs: string[], share: number, from: number): string {
  const text = paragraphs.join('\n');
  const start = Math.floor(text.length * from * (1 - share));
  return text.slice(start, start + Math.ceil(text.length * share));
}

/** Replaces this share of the words, or of the characters of Chinese. */
function edited(text: string, share: number, random: () => number): string {
  const units = isDense(text) ? [...text] : text.split(/(?<=\s)/);
  return units
    .map((unit) => (random() < share ? (units[Math.floor(random() * units.length)] ?? unit) : unit))
    .join('');
}

/** What republishers do to a text; each result is a copy. */
export const republications: Record<string, Republish> = {
  'paragraphs cut': ({ paragraphs }, random) => {
    const kept = paragraphs.filter(() => random() > 0.2);
    return { paragraphs: kept.length > 0 ? kept : paragraphs };
  },
  'edits of 3%': ({ paragraphs }, random) => ({
    paragraphs: paragraphs.map((paragraph) => edited(paragraph, 0.03, random)),
  }),
  'edits of 6%': ({ paragraphs }, random) => ({
    paragraphs: paragraphs.map((paragraph) => edited(paragraph, 0.06, random)),
  }),
  'notice added': (original) => {
    const [before, , after] = noticesFor(original) as [string, string, string];
    return { paragraphs: [before, ...original.paragraphs, after] };
  },
  'ads inserted': (original) => ({
    paragraphs: original.paragraphs.flatMap((paragraph, index) =>
      index % 4 === 3 ? [paragraph, noticesFor(original)[1] as string] : [paragraph],
    ),
  }),
  're-wrapped': ({ paragraphs }) => ({
    paragraphs,
    html: `<div><table><tr><td>${paragraphs
      .map(
        (paragraph) =>
          `<span><b>${escaped(paragraph.slice(0, 9))}</b>${escaped(paragraph.slice(9))}</span><br><br>`,
      )
      .join('\n')}</td></tr></table></div>`,
  }),
  're-set': ({ paragraphs }) => ({
    paragraphs: paragraphs.map((paragraph) =>
      paragraph
        .replaceAll('"', '“')
        .replaceAll("'", '’')
        .replaceAll(',', '，')
        .replace(/[0-9A-Za-z]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
    ),
  }),
  'headline changed': ({ paragraphs }) => ({ paragraphs, headline: 'What you must know today 今日要闻' }),
  'excerpt of 20%': ({ paragraphs }, random) => ({ paragraphs: [part(paragraphs, 0.2, random())] }),
  'excerpt of 40%': ({ paragraphs }, random) => ({ paragraphs: [part(paragraphs, 0.4, random())] }),
  'excerpt of 60%': ({ paragraphs }, random) => ({ paragraphs: [part(paragraphs, 0.6, random())] }),
  truncated: (original) => ({
    paragraphs: [
      `${part(original.paragraphs, 0.35, 0)}…`,
      isChinese(original.paragraphs.join('')) ? '[阅读全文]' : 'Read more on our website »',
    ],
  }),
  'all at once': (original, random) => {
    const [before, ad, after] = noticesFor(original) as [string, string, string];
    const kept = original.paragraphs.filter(() => random() > 0.1).map((text) => edited(text, 0.02, random));
    return { paragraphs: [before, ...kept.slice(0, 3), ad, ...kept.slice(3), after], headline: 'Another' };
  },
};

/** Every republication of every original that leaves enough text for its kind. */
export function copiesOf(originals: readonly Original[]): Labelled[] {
  const copies: Labelled[] = [];
  for (const [number, original] of originals.entries()) {
    for (const [kind, republish] of Object.entries(republications)) {
      const made = republish(original, randomNumbers(number * 31 + kind.length));
      copies.push({ headline: original.headline, ...made, kind, family: original.family });
    }
  }
  return copies;
}

/** Texts that have much in common with others and are none of their copies. Each is a family of its own. */
export function strangers(all: readonly Original[]): Labelled[] {
  const originals = all.filter(({ name, family }) => name === family);
  return [
    ...withSharedBoilerplate(originals),
    ...withQuotedParagraph(originals),
    ...forms('weather, English', weatherEnglish),
    ...forms('weather, Chinese', weatherChinese),
    ...forms('stocks, English', stocksEnglish),
    ...forms('stocks, Chinese', stocksChinese),
    ...forms('obituary form', obituaries),
  ];
}

/** Different texts that carry the same long notice, as those of one network of sites do. */
function withSharedBoilerplate(originals: readonly Original[]): Labelled[] {
  return halves(originals).map(([original, half]) => {
    const tail = noticesFor(original);
    return {
      ...{
        kind: 'boilerplate',
        family: `boilerplate of ${original.name}`,
        headline: `${original.headline} II`,
      },
      paragraphs: [tail[0] as string, ...scrambled(half, 1), tail[2] as string],
    };
  });
}

/** Texts of which less than 30% is a passage of another one, quoted. */
function withQuotedParagraph(originals: readonly Original[]): Labelled[] {
  return halves(originals).flatMap(([original, half], index) => {
    const quoted = originals[(index + 1) % originals.length] as Original;
    if (isChinese(original.paragraphs.join('')) !== isChinese(quoted.paragraphs.join(''))) return [];
    const own = scrambled(half, 2);
    const passage = part(
      quoted.paragraphs,
      Math.min(0.5, (0.4 * own.join('').length) / quoted.paragraphs.join('').length),
      0.3,
    );
    if (passage.length < 100) return [];
    return {
      ...{ kind: 'quotation', family: `quotation in ${original.name}`, headline: `${original.headline} III` },
      paragraphs: [own[0] ?? '', passage, ...own.slice(1)],
    };
  });
}

function halves(originals: readonly Original[]): [Original, string[]][] {
  return originals.map((original) => [original, original.paragraphs]);
}

/** The words of a text in another order: a text of the same language, about the same things, and another one. */
function scrambled(paragraphs: readonly string[], seed: number): string[] {
  const random = randomNumbers(seed);
  const units = paragraphs.map((paragraph) =>
    isDense(paragraph) ? (paragraph.match(/.{1,3}/gsu) ?? []) : paragraph.split(/(?<=\s)/),
  );
  return units.map((words) =>
    words
      .map((word) => [random(), word] as const)
      .sort(([a], [b]) => a - b)
      .map(([, word]) => word)
      .join(''),
  );
}

type Fill = (random: () => number, number: number) => string[];

/** One form, filled in many times. */
function forms(kind: string, fill: Fill): Labelled[] {
  return Array.from({ length: 20 }, (_, number) => ({
    ...{ kind, family: `${kind} ${number}`, headline: `${kind} ${number}` },
    paragraphs: fill(randomNumbers(number + 7), number),
  }));
}

const cities = [
  'Berlin',
  'Lisbon',
  'Warsaw',
  'Oslo',
  'Madrid',
  'Athens',
  'Dublin',
  'Vienna',
  'Prague',
  'Helsinki',
];
const chineseCities = ['重庆', '成都', '武汉', '西安', '昆明', '贵阳', '长沙', '南昌', '合肥', '兰州'];
const skies = [
  'sunny spells',
  'scattered showers',
  'low cloud',
  'fog in the valleys',
  'thunderstorms',
  'a clear sky',
];
const chineseSkies = ['多云', '小雨', '阵雨', '晴', '雷阵雨', '阴天'];

function weatherEnglish(random: () => number, number: number): string[] {
  const some = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const count = (most: number): number => Math.floor(random() * most);
  return [
    `The weather in ${cities[number % 10]} today, ${1 + count(28)} March: ${some(skies)} in the morning with a high of ${count(35)} degrees and a low of ${count(15)}. The wind comes from the ${some(['west', 'north', 'south'])} at ${count(60)} kilometres an hour, with gusts of up to ${60 + count(60)}.`,
    `In the afternoon ${some(skies)}, humidity ${count(100)} per cent, pressure ${980 + count(60)} hectopascals. The chance of rain is ${count(100)} per cent. Sunrise at 6:${10 + count(49)}, sunset at 19:${10 + count(49)}.`,
    `Tomorrow brings ${some(skies)} and temperatures between ${count(10)} and ${10 + count(25)} degrees. The outlook for the rest of the week: ${some(skies)}, then ${some(skies)}. The pollen count is ${some(['low', 'moderate', 'high'])}.`,
  ];
}

function weatherChinese(random: () => number, number: number): string[] {
  const some = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const count = (most: number): number => Math.floor(random() * most);
  return [
    `${chineseCities[number % 10]}市气象台${1 + count(28)}日发布天气预报：今天白天${some(chineseSkies)}，最高气温${count(38)}摄氏度，夜间${some(chineseSkies)}，最低气温${count(20)}摄氏度，${some(['东风', '南风', '北风'])}${1 + count(6)}级，相对湿度${count(100)}%。`,
    `预计明天${some(chineseSkies)}转${some(chineseSkies)}，气温${count(10)}到${10 + count(25)}摄氏度，降水概率${count(100)}%。空气质量指数${count(200)}，请市民外出时注意携带雨具，合理安排出行时间，关注最新气象信息。`,
    `未来三天，全市以${some(chineseSkies)}天气为主，局地有${some(chineseSkies)}，日出时间${6}时${count(59)}分，日落时间19时${count(59)}分。气象台提醒，昼夜温差较大，注意适时增减衣物。`,
  ];
}

function stocksEnglish(random: () => number, number: number): string[] {
  const figure = (): string => `${100 + Math.floor(random() * 9_000)}.${10 + Math.floor(random() * 89)}`;
  const part = (): string => (random() * 5).toFixed(2);
  return [
    `Shares in ${cities[number % 10]} closed ${random() < 0.5 ? 'higher' : 'lower'} on Thursday. The index ended the day at ${figure()} points, a change of ${part()} per cent. Volume came to ${figure()} million shares, after ${figure()} million the day before.`,
    `Among the most active issues, the first gained ${part()} per cent to ${figure()}, the second lost ${part()} per cent to ${figure()}, and the third was unchanged at ${figure()}. The yield of the ten-year government bond stood at ${part()} per cent, that of the two-year bond at ${part()} per cent.`,
    `Oil traded at ${figure()} dollars a barrel and gold at ${figure()} dollars an ounce. One euro cost ${part()} dollars. Analysts had expected a change of ${part()} per cent.`,
  ];
}

function stocksChinese(random: () => number): string[] {
  const figure = (): string => `${100 + Math.floor(random() * 9_000)}.${10 + Math.floor(random() * 89)}`;
  const part = (): string => (random() * 5).toFixed(2);
  const up = (): string => (random() < 0.5 ? '涨' : '跌');
  return [
    `${1 + Math.floor(random() * 28)}日收盘，沪指报${figure()}点，${up()}${part()}%，成交额${figure()}亿元；深成指报${figure()}点，${up()}${part()}%，成交额${figure()}亿元；创业板指报${figure()}点，${up()}${part()}%。`,
    `盘面上，两市共有${Math.floor(random() * 3_000)}只个股上涨，${Math.floor(random() * 3_000)}只个股下跌，其中涨停${Math.floor(random() * 90)}只，跌停${Math.floor(random() * 90)}只。北向资金全天净流入${figure()}亿元，其中沪股通净流入${figure()}亿元，深股通净流入${figure()}亿元。`,
    `截至收盘，人民币对美元中间价报${part()}，国际油价报每桶${figure()}美元，黄金报每盎司${figure()}美元。市场人士提醒投资者注意风险，理性投资。`,
  ];
}

function obituaries(random: () => number, number: number): string[] {
  const names = [
    'Anna Berg',
    'Tom Lund',
    'Ines Prado',
    'Jan Novak',
    'Mary Quill',
    'Peter Roth',
    'Olga Stern',
  ];
  const jobs = ['a teacher', 'a carpenter', 'a nurse', 'a baker', 'an engineer', 'a gardener'];
  const some = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const year = 1920 + Math.floor(random() * 40);
  return [
    `${names[number % names.length]}, ${some(jobs)} of ${some(cities)}, died on ${1 + Math.floor(random() * 28)} ${some(['May', 'June', 'July'])} at the age of ${60 + Math.floor(random() * 35)}. Born in ${year}, the eldest of ${2 + Math.floor(random() * 7)} children, the deceased worked as ${some(jobs)} in ${some(cities)} for ${20 + Math.floor(random() * 25)} years.`,
    `The funeral will be held on ${some(['Monday', 'Friday', 'Saturday'])} at ${9 + Math.floor(random() * 8)} o'clock in the chapel of ${some(cities)}. In place of flowers the family asks for gifts to the hospice of ${some(cities)}, account ${10_000 + Math.floor(random() * 90_000)}. Visitors are welcome at the house on ${some(['Monday', 'Tuesday'])} from ${1 + Math.floor(random() * 6)} o'clock.`,
  ];
}

/** The text as HTML. */
export function htmlOf({ html, paragraphs }: Pick<Labelled, 'html' | 'paragraphs'>): string {
  return html ?? paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
