import { lineShape } from '../../src/corpus/line-shape.js';
import { benchCorpus } from './corpus.js';

const linesOf = (seed: number) => [...benchCorpus({ size: 300, seed }).lines()];

describe('the bench corpus', () => {
  it('is the same for the same seed and another for another', () => {
    expect(linesOf(1)).toEqual(linesOf(1));
    expect(linesOf(1).at(-1)).not.toBe(linesOf(2).at(-1));
  });

  it('is of the shape that the import takes', () => {
    const problems = linesOf(1).flatMap((line) => lineShape.safeParse(JSON.parse(line)).error ?? []);
    expect(problems).toEqual([]);
  });

  it('has articles of their own, added one after the other, of 2 to 6 KB', () => {
    const corpus = benchCorpus({ size: 300, seed: 1 });
    const articles = Array.from({ length: corpus.size }, (_, index) => corpus.article(index + 1));
    expect(new Set(articles.map(({ slug }) => slug)).size).toBe(300);
    expect(new Set(articles.map(({ url }) => url)).size).toBe(300);
    expect(
      articles.every(
        (article, index) => index === 0 || article.addedAt > (articles[index - 1]?.addedAt ?? ''),
      ),
    ).toBe(true);
    const sizes = articles.map(({ body }) => Buffer.byteLength(body)).sort((a, b) => a - b);
    expect(sizes[15]).toBeGreaterThan(1_500);
    expect(sizes[284]).toBeLessThan(6_500);
  });

  it('gives every rank of views to one article', () => {
    const corpus = benchCorpus({ size: 50, seed: 1 });
    const views = Array.from({ length: 50 }, (_, index) => corpus.article(index + 1).views).sort(
      (a, b) => b - a,
    );
    expect(views).toEqual(Array.from({ length: 50 }, (_, rank) => Math.floor(250 / (rank + 1) ** 0.95) + 1));
  });
});
