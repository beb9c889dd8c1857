import type { Article } from '../../entities/article.js';
import { SyndicationPolicy } from '../../entities/enums.js';
import type { Rights } from '../../entities/rights.js';

/** Rights as shown: the policy is always decided. */
export type EffectiveRights = Rights & { syndication: SyndicationPolicy };

/** What nobody has said anything about. */
export const unstatedRights: Rights = {
  holder: null,
  licence: null,
  licenceUrl: null,
  notice: null,
  syndication: null,
  takedownContact: null,
  takedownDays: null,
};

/**
 * What the article says of its rights and, member by member where it is silent, what its source says.
 * Where neither names a policy the whole text may be shown: an operator takes in what may be shown.
 */
export function effectiveRights(own: Rights, ofSource: Rights): EffectiveRights {
  const merged = { ...ofSource };
  for (const name of Object.keys(unstatedRights) as (keyof Rights)[]) {
    if (own[name] !== null) Object.assign(merged, { [name]: own[name] });
  }
  return { ...merged, syndication: merged.syndication ?? SyndicationPolicy.FULL_TEXT };
}

export function rightsOf(article: Pick<Article, 'ownRights' | 'source'>): EffectiveRights {
  return effectiveRights(article.ownRights, article.source.rights);
}
