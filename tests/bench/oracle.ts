import type { BenchCorpus } from './corpus.js';

/** The parts of an answer to the article-page query that a corpus can vouch for. */
interface PageAnswer {
  data: {
    article: {
      id: string;
      headline: string;
      authors: string[];
      language: string;
      publishedAt: string;
      originalUrl: string;
      image: unknown;
      source: unknown;
      rights: { holder: string; notice: string; takedownContact: string; takedownDays: number };
      breadcrumbs: unknown;
      body: { sections: { html: string }[] };
      relatedLinks: { title: string; url: string; article: { slug: string } | null }[];
      popularity: { views: number };
    };
    latestArticles: { slug: string; addedAt: string }[];
  };
}

/**
 * Where an answer to the article-page query departs from the article that was generated, as `path: what / what`;
 * undefined where they agree. Its neighbours, ranks and cut headlines are for the hand-written server to judge.
 */
export function departureFromCorpus(page: string, corpus: BenchCorpus, id: number): string | undefined {
  return firstDifference(factsOfPage(JSON.parse(page) as PageAnswer), factsOfCorpus(corpus, id));
}

function factsOfPage({ data: { article, latestArticles } }: PageAnswer) {
  const { id, headline, authors, language, publishedAt, originalUrl, image, source, breadcrumbs } = article;
  const { holder, notice, takedownContact, takedownDays } = article.rights;
  const html = article.body.sections.map((section) => section.html).join('');
  return {
    ...{ id, headline, authors, language, publishedAt, originalUrl, image, source, breadcrumbs },
    rights: { holder, notice, takedownContact, takedownDays },
    paragraphs: [...html.matchAll(/<p>(.*?)<\/p>/g)].map(([, text]) => text?.replaceAll('&quot;', '"')),
    links: article.relatedLinks.map(({ title, url, article }) => ({
      title,
      url,
      slug: article?.slug ?? null,
    })),
    views: article.popularity.views,
    latest: latestArticles.map(({ slug, addedAt }) => ({ slug, addedAt })),
  };
}

function factsOfCorpus(corpus: BenchCorpus, id: number): ReturnType<typeof factsOfPage> {
  const article = corpus.article(id);
  const source = corpus.sources.find((line) => line.id === article.sourceId);
  if (!source) throw new Error(`article ${id} has no source`);
  const latestIds = Array.from({ length: Math.min(10, corpus.size) }, (_, index) => corpus.size - index);
  return {
    id: Buffer.from(`Article:${id}`).toString('base64url'),
    headline: article.title,
    authors: [article.author],
    language: article.lang,
    publishedAt: article.publishedAt,
    originalUrl: article.url,
    image: article.image && { url: article.image.url, alt: article.image.alt },
    source: { name: source.name, homepageUrl: source.homepage },
    breadcrumbs: trail(corpus, article.categoryIds[0]),
    rights: source.rights,
    paragraphs: article.body.split('\n\n'),
    links: article.related.map(({ title, url, articleId }) => ({
      title,
      url,
      slug: articleId === null ? null : corpus.head(articleId).slug,
    })),
    views: article.views,
    latest: latestIds.map((latest) => {
      const { slug, addedAt } = corpus.article(latest);
      return { slug, addedAt };
    }),
  };
}

/** From the root to a category. */
function trail(corpus: BenchCorpus, id: number | null | undefined): { name: string; path: string }[] {
  const category = corpus.categories.find((line) => line.id === id);
  if (!category) return [];
  const above = trail(corpus, category.parentId);
  const path = [...above.slice(-1).map((parent) => parent.path), category.slug].join('/');
  return [...above, { name: category.name, path }];
}

/** The first place in which two JSON values differ, as `path: actual / expected`. The order of members is free. */
export function firstDifference(actual: unknown, expected: unknown, path = ''): string | undefined {
  if (isComposite(actual) && isComposite(expected) && Array.isArray(actual) === Array.isArray(expected)) {
    for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
      const difference = firstDifference(actual[key], expected[key], path ? `${path}.${key}` : key);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return Object.is(actual, expected)
    ? undefined
    : `${path}: ${JSON.stringify(actual)} / ${JSON.stringify(expected)}`;
}

function isComposite(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
