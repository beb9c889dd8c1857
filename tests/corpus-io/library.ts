import type { ArticleLine } from '../../src/corpus/line-shape.js';

/** A member of a line as it is written: times are text. */
type Line = Record<string, unknown>;

export const meta = (members: Line = {}): Line => ({
  type: 'meta',
  format: 'broadsheet-corpus',
  version: 1,
  ...members,
});

export const source = (id: number, members: Line = {}): Line => ({
  type: 'source',
  id,
  slug: `source-${id}`,
  name: `Source ${id}`,
  lang: 'en',
  homepage: `https://source-${id}.example`,
  ...members,
});

export const category = (id: number, parentId: number | null, members: Line = {}): Line => ({
  type: 'category',
  id,
  parentId,
  depth: 0,
  slug: `cat-${id}`,
  name: `类别${id}`,
  nameEn: `Category ${id}`,
  ...members,
});

export const article = (id: number, members: Partial<Record<keyof ArticleLine, unknown>> = {}): Line => ({
  type: 'article',
  id,
  slug: `article-${id}`,
  lang: 'en',
  title: `Article ${id}`,
  summary: `Summary of ${id}`,
  body: `First paragraph of ${id}, "quoted".\n\nSecond <paragraph> & more.`,
  url: `https://source-1.example/articles/${id}`,
  author: 'Ada Abbott',
  sourceId: 1,
  categoryIds: [1],
  related: [],
  publishedAt: '2026-01-02T03:04:05.678Z',
  addedAt: new Date(Date.UTC(2026, 1, 1) + id * 1_000).toISOString(),
  views: 3,
  hot: 25.5,
  ...members,
});

/** Lines as a file holds them. */
export const ndjson = (lines: readonly unknown[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
