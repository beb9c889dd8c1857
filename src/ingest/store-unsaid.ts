import { LinkKind } from '../../entities/enums.js';
import type { ArticleDraft } from '../catalog/draft.js';
import { keyOf, type UndatedDraft } from './store-arrival.js';

/**
 * The next version of an article, with what its document does not speak of as it was: the rights, links and categories
 * that an editor has given it, or its page when that was read. What the document speaks of it changes, an editor's words
 * included; those are kept as a version.
 *
 * @param keepsText whether the text is to stay, and with it what goes with it
 * @param standsIn whether the document is a copy that stands in for the original
 */
export function withUnsaid(
  draft: UndatedDraft,
  before: ArticleDraft,
  { keepsText, standsIn }: { keepsText: boolean; standsIn: boolean },
): UndatedDraft {
  const { rights, categoryIds = [], authors = [] } = draft;
  const given = {
    ...draft,
    categoryIds: categoryIds.length > 0 ? categoryIds : before.categoryIds,
    ...(keepsText
      ? {
          bodyHtml: before.bodyHtml,
          image: draft.image?.url ? draft.image : before.image,
          authors: authors.length > 0 ? authors : before.authors,
        }
      : {}),
  };
  // The original has come itself: what a copy said of links and rights was not its own.
  if (!standsIn && !keepsText && stoodIn(before))
    return { ...given, rights: { syndication: before.rights?.syndication, ...rights } };
  const relatedLinks = draft.relatedLinks ?? before.relatedLinks;
  return { ...given, relatedLinks, rights: { ...before.rights, ...rights } };
}

/** A copy that stands in names its original, under whose address it stands. */
function stoodIn({ originalUrl, relatedLinks = [] }: ArticleDraft): boolean {
  return relatedLinks.some(
    ({ kind, url }) => kind === LinkKind.ORIGINAL && keyOf(url) === keyOf(originalUrl),
  );
}
