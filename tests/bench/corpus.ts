import {
  authorOf,
  type BenchLanguage,
  headlineOf,
  nameOf,
  type Random,
  randomFor,
  sentencePool,
} from './prose.js';

/** A source, as a line of the corpus format. */
export interface SourceLine {
  type: 'source';
  id: number;
  slug: string;
  name: string;
  lang: BenchLanguage;
  homepage: string;
  rights: { holder: string; notice: string; takedownContact: string; takedownDays: number };
}

/** A category, as a line of the corpus format. */
export interface CategoryLine {
  type: 'category';
  id: number;
  parentId: number | null;
  slug: string;
  name: string;
  nameEn: string;
}

export interface LinkLine {
  position: number;
  kind: 'article' | 'external';
  articleId: number | null;
  title: string;
  url: string;
}

/** An article, as a line of the corpus format; times are RFC 3339. */
export interface ArticleLine {
  type: 'article';
  id: number;
  slug: string;
  lang: BenchLanguage;
  title: string;
  summary: string;
  /** Numbered parts of plain paragraphs, so that the gateway finds sections in it. 2 to 6 KB of UTF-8. */
  body: string;
  url: string;
  author: string;
  image: { url: string; alt: string; width: number; height: number } | null;
  sourceId: number;
  /** Ascending; the first is the primary one. */
  categoryIds: number[];
  related: LinkLine[];
  publishedAt: string;
  addedAt: string;
  views: number;
  hot: number;
}

/** What is known of an article without making its text. */
type Head = Pick<ArticleLine, 'id' | 'slug' | 'lang' | 'title' | 'url' | 'sourceId'>;

/** A corpus of any size that exists only as a rule: the same size and seed give the same bytes. */
export interface BenchCorpus {
  readonly size: number;
  readonly sources: readonly SourceLine[];
  readonly categories: readonly CategoryLine[];
  /** What lists show of the article with this id, from 1 to `size`. */
  head(id: number): Head;
  article(id: number): ArticleLine;
  /** The whole corpus file, each line with its line end. */
  lines(): Generator<string>;
}

const sourceCount = 200;
const epoch = Date.UTC(2016, 0, 1);
const minute = 60_000;
const day = 1_440 * minute;
/** Articles are added over nine years. */
const span = 9 * 365 * day;
/** Streams of random numbers, one for each kind of record. */
const stream = { source: 1, category: 2, head: 3, article: 4, zh: 5, en: 6 };
const ordinals = { zh: ['一、', '二、', '三、', '四、', '五、'], en: ['1. ', '2. ', '3. ', '4. ', '5. '] };

/** Describes a corpus of `size` articles, at least 1, from 200 sources in 60 categories of three levels. */
export function benchCorpus({ size, seed }: { size: number; seed: number }): BenchCorpus {
  const sources = Array.from({ length: sourceCount }, (_, index) => sourceLine(seed, index + 1));
  const categories = categoryLines(seed);
  const pools = { zh: sentencePool(seed + stream.zh, 'zh'), en: sentencePool(seed + stream.en, 'en') };
  const rankStep = coprimeStep(size);

  function head(id: number): Head {
    const random = randomFor(seed, stream.head, id);
    // The product of two draws: a few sources have most of the articles.
    const source = sources[Math.floor(random.next() * random.next() * sourceCount)] as SourceLine;
    const title = headlineOf(random, source.lang);
    const words = source.lang === 'zh' ? 'w' : title.toLowerCase().slice(0, 40).trim().replaceAll(' ', '-');
    const slug = `${words}-${id.toString(36)}`;
    const url = `${source.homepage}/${slug}`;
    return { id, slug, lang: source.lang, title, url, sourceId: source.id };
  }

  function article(id: number): ArticleLine {
    const random = randomFor(seed, stream.article, id);
    const { lang, ...rest } = head(id);
    const pool = pools[lang];
    const sentences = (least: number, most: number) =>
      Array.from({ length: random.between(least, most) }, () => random.pick(pool)).join(
        lang === 'en' ? ' ' : '',
      );
    const step = span / size;
    const added = Math.floor(epoch + (id - 1 + random.next() * 0.9) * step);
    const published = added - random.between(minute, 3 * day);
    const views = Math.floor((size * 5) / (((id * rankStep) % size) + 1) ** 0.95) + 1;
    const alt = sentences(1, 1);
    return {
      type: 'article',
      ...rest,
      lang,
      summary: sentences(1, 2),
      body: ordinals[lang]
        .slice(0, random.between(3, 5))
        .flatMap((ordinal) => [
          ordinal + sentences(3, 5),
          ...Array.from({ length: random.between(1, 2) }, () => sentences(3, 5)),
        ])
        .join('\n\n'),
      author: authorOf(random, lang),
      image:
        random.next() < 0.5
          ? { url: `https://images.example.net/${id}.jpg`, alt, width: 1200, height: 675 }
          : null,
      categoryIds: distinct(random.between(1, 3), () => random.between(1, categories.length)),
      related: relatedLinks(random, id, () => random.pick(pool).slice(0, 40).trim()),
      publishedAt: new Date(published).toISOString(),
      addedAt: new Date(added).toISOString(),
      views,
      hot: Number((Math.log10(views + 1) + (published - epoch) / (60 * day)).toFixed(6)),
    };
  }

  /** Three to six; somewhat more than half lead to another article, mostly to one added shortly before. */
  function relatedLinks(random: Random, id: number, externalTitle: () => string): LinkLine[] {
    return Array.from({ length: random.between(3, 6) }, (_, index) => {
      const target = random.next() < 0.7 ? id - random.between(1, 500) : random.between(1, size);
      if (random.next() < 0.55 && target >= 1 && target !== id) {
        const { title, url } = head(target);
        return { position: index + 1, kind: 'article', articleId: target, title, url };
      }
      const url = `https://external-${random.between(1, 5_000)}.example.net/${random.between(1, 1e9).toString(36)}`;
      return { position: index + 1, kind: 'external', articleId: null, title: externalTitle(), url };
    });
  }

  function* lines(): Generator<string> {
    const format = { type: 'meta', format: 'broadsheet-corpus', version: 1, ids: 'permanent', seed };
    yield line({ ...format, articles: size, sources: sources.length, categories: categories.length });
    for (const source of sources) yield line(source);
    for (const category of categories) yield line(category);
    for (let id = 1; id <= size; id++) yield line(article(id));
  }

  return { size, sources, categories, head, article, lines };
}

function sourceLine(seed: number, id: number): SourceLine {
  const random = randomFor(seed, stream.source, id);
  const lang = random.next() < 0.6 ? 'zh' : 'en';
  const name = nameOf(random, lang);
  const notice =
    lang === 'zh'
      ? `本文版权归${name}所有，如有异议请在30天内联系我们。`
      : `Copyright ${name}. Contact us within 30 days about any claim.`;
  const homepage = `https://source-${id}.example.org`;
  const rights = { holder: name, notice, takedownContact: `desk@source-${id}.example.org`, takedownDays: 30 };
  return { type: 'source', id, slug: `source-${id}`, name, lang, homepage, rights };
}

/** 6 roots with 3 children each, which have 2 children each; parents first. */
function categoryLines(seed: number): CategoryLine[] {
  const parentOf = (id: number) =>
    id <= 6 ? null : id <= 24 ? Math.floor((id - 7) / 3) + 1 : Math.floor((id - 25) / 2) + 7;
  return Array.from({ length: 60 }, (_, index) => {
    const random = randomFor(seed, stream.category, index + 1);
    const id = index + 1;
    const [name, nameEn] = [nameOf(random, 'zh'), nameOf(random, 'en')];
    return { type: 'category', id, parentId: parentOf(id), slug: `category-${id}`, name, nameEn };
  });
}

/** A step near the golden section that visits every rank once: it spreads the most read articles over all ids. */
function coprimeStep(size: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let step = Math.max(1, Math.round(size * 0.618));
  while (divisor(step, size) !== 1) step += 1;
  return step;
}

function distinct(count: number, draw: () => number): number[] {
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(draw());
  return [...drawn].sort((a, b) => a - b);
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
