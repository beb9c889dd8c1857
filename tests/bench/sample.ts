import type { BenchCorpus } from './corpus.js';
import type { HandWrittenPages } from './hand-written.js';
import { departureFromCorpus, firstDifference } from './oracle.js';
import { fetchPage } from './questions.js';

/** A page as Broadsheet answers it. */
export interface SamplePage {
  slug: string;
  body: Buffer;
}

/** A sample of pages, and where they are not what the oracles say. */
export interface Sample {
  pages: SamplePage[];
  disagreements: string[];
}

/** Gets `count` pages of random articles and holds them, field by field, against the corpus and the hand-written answer. */
export async function samplePages(
  corpus: BenchCorpus,
  { url, handWritten, count }: { url: string; handWritten: HandWrittenPages; count: number },
): Promise<Sample> {
  const pages: SamplePage[] = [];
  const disagreements: string[] = [];
  while (pages.length < count) {
    const { id, slug } = corpus.head(1 + Math.floor(Math.random() * corpus.size));
    const body = await fetchPage(url, slug);
    const page = body.toString();
    const difference =
      departureFromCorpus(page, corpus, id) ??
      firstDifference(JSON.parse(page), JSON.parse(handWritten.page(slug) ?? 'null'));
    if (difference !== undefined) disagreements.push(`article ${id}: ${difference}`);
    pages.push({ slug, body });
  }
  return { pages, disagreements };
}
