import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { DateTime, Locale } from '../entities/scalars.js';
import type { ArticleFilter } from '../src/catalog/article-list.js';
import { idOf } from './global-id.js';

export const ArticleOrder = {
  PUBLISHED_DESC: 'PUBLISHED_DESC',
  PUBLISHED_ASC: 'PUBLISHED_ASC',
  ADDED_DESC: 'ADDED_DESC',
  ADDED_ASC: 'ADDED_ASC',
} as const;
registerEnumType(ArticleOrder, {
  name: 'ArticleOrder',
  description: 'The order of a list. Articles of the same time follow one another in one fixed order.',
  valuesConfig: {
    PUBLISHED_DESC: { description: 'By `publishedAt`, the newest first.' },
    PUBLISHED_ASC: { description: 'By `publishedAt`, the oldest first.' },
    ADDED_DESC: { description: 'By `addedAt`, the latest added first.' },
    ADDED_ASC: { description: 'By `addedAt`, the earliest added first.' },
  },
});

@InputType('ArticleFilter', {
  description:
    'Which articles. Members are combined by AND, the values of one member by OR; what is absent does not restrict.',
})
export class ArticleFilterInput {
  @Field(() => [ID], { nullable: true, description: 'Of one of these sources. At most 50.' })
  source?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'In one of these categories. At most 50.' })
  category?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether articles of a category's descendants count as its own.",
  })
  includeDescendants?: boolean | null;

  @Field(() => [Locale], { nullable: true, description: 'In exactly one of these languages. At most 50.' })
  language?: string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Published at this time or later.' })
  publishedFrom?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Published before this time.' })
  publishedBefore?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Added at this time or later.' })
  addedFrom?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Added before this time.' })
  addedBefore?: number | null;
}

/** A filter in the catalog's terms. @throws CatalogedError BAD_USER_INPUT for a malformed id. */
export function toArticleFilter(input: ArticleFilterInput | null | undefined): ArticleFilter {
  return {
    source: input?.source?.map((id) => idOf('Source', id, 'filter.source')),
    category: input?.category?.map((id) => idOf('Category', id, 'filter.category')),
    includeDescendants: input?.includeDescendants ?? true,
    language: input?.language ?? undefined,
    publishedFrom: input?.publishedFrom ?? undefined,
    publishedBefore: input?.publishedBefore ?? undefined,
    addedFrom: input?.addedFrom ?? undefined,
    addedBefore: input?.addedBefore ?? undefined,
  };
}
