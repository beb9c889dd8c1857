import { LinkKind } from '../../entities/enums.js';
import type { ArticleDraft } from '../catalog/draft.js';
import { scoreFromHot } from '../popularity/decay.js';
import type { PopularitySeed } from '../popularity/seeding.js';
import { hourOf } from '../popularity/windows.js';
import type { ArticleLine } from './line-shape.js';
import { type References, UnknownReference } from './references.js';

/** The article of a line as a draft. @throws UnknownReference */
export function articleDraft(line: ArticleLine, references: References): ArticleDraft {
  const categoryIds = line.categoryOrder ?? [line.primaryCategoryId ?? [], line.categoryIds ?? []].flat();
  return {
    originalUrl: line.url,
    sourceId: resolved('sourceId', 'source', line.sourceId, references.sources),
    headline: line.title,
    bodyHtml: line.bodyHtml,
    bodyText: line.bodyHtml ? undefined : line.body,
    abstract: line.summary,
    language: line.lang,
    authors: line.authors ?? (line.author ? [line.author] : []),
    image: line.image && {
      ...line.image,
      alt: line.image.alt ?? null,
      width: line.image.width ?? null,
      height: line.image.height ?? null,
    },
    publishedAt: line.publishedAt,
    publishedPrecision: line.publishedPrecision,
    rights: line.rights,
    categoryIds: [...new Set(categoryIds)].map((id) =>
      resolved('categoryIds', 'category', id, references.categories),
    ),
    relatedLinks: [...(line.related ?? [])]
      .sort((a, b) => a.position - b.position)
      .map(({ kind, linkKind, title, url }) => ({
        kind: linkKind ?? (kind === 'article' ? LinkKind.SEE_ALSO : LinkKind.CITATION),
        title,
        url,
      })),
    aliasUrls: line.aliasUrls,
    id: references.permanentIds ? line.id : undefined,
    slug: line.slug,
    addedAt: line.addedAt,
    modifiedAt: line.modifiedAt,
  };
}

/** What a line knows of the views of its article. */
export function popularitySeed(line: ArticleLine, articleId: number, now: number): PopularitySeed {
  const buckets = new Map<number, number>();
  for (const [hour, views] of line.viewBuckets ?? []) {
    const at = hour < 0 ? hourOf(now) + hour : hour;
    buckets.set(at, (buckets.get(at) ?? 0) + views);
  }
  const inBuckets = [...buckets.values()].reduce((sum, views) => sum + views, 0);
  return {
    articleId,
    views: Math.max(line.views ?? 0, inBuckets),
    score: line.score ?? (line.hot === undefined ? undefined : scoreFromHot(line.hot)),
    publishedAt: line.publishedAt,
    buckets: [...buckets],
  };
}

function resolved(field: string, kind: string, id: number, known: Map<number, number>): number {
  const stored = known.get(id);
  if (stored === undefined) throw new UnknownReference(field, kind, id);
  return stored;
}
