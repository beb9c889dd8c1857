import {
  Arg,
  Authorized,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { Article } from '../entities/article.js';
import { DatePrecision, LinkKind } from '../entities/enums.js';
import { DateTime, Locale, Url } from '../entities/scalars.js';
import type { LoadedArticle } from '../src/catalog/article-rows.js';
import type { ArticleDraft } from '../src/catalog/draft.js';
import type { Context } from '../src/context.js';
import { forgetReads } from './after-write.js';
import { forEditors } from './editor-tag.js';
import { idOf } from './global-id.js';
import { RightsInput } from './rights-input.js';
import { UserError, userError } from './user-error.js';

@Directive(forEditors)
@InputType({ description: 'The lead picture of an article.' })
class ImageInput {
  @Field(() => Url, { description: 'Where the picture is.' })
  url!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The text that stands for the picture where it cannot be seen.',
  })
  alt?: string | null;

  @Field(() => Int, { nullable: true, description: 'In pixels.' })
  width?: number | null;

  @Field(() => Int, { nullable: true, description: 'In pixels.' })
  height?: number | null;
}

@Directive(forEditors)
@InputType({ description: 'A link that an article carries.' })
class RelatedLinkInput {
  @Field(() => LinkKind, { description: 'What the link is to the article.' })
  kind!: LinkKind;

  @Field(() => String, { description: 'The words of the link.' })
  title!: string;

  @Field(() => Url, { description: 'Where it leads.' })
  url!: string;
}

@Directive(forEditors)
@InputType({
  description: 'A whole article: it replaces what was published before under the same `originalUrl`.',
})
export class PublishArticleInput {
  @Field(() => Url, {
    description: 'The address of the original: what makes it the same article, in any spelling.',
  })
  originalUrl!: string;

  @Field(() => ID, { description: 'The id of the source it comes from.' })
  source!: string;

  @Field(() => String, { description: 'Plain text.' })
  headline!: string;

  @Field(() => String, {
    nullable: true,
    description: 'HTML; sanitised by an allowlist. Absent: only headline, link and date are held.',
  })
  bodyHtml?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Plain text with empty lines between paragraphs, where there is no `bodyHtml`.',
  })
  bodyText?: string | null;

  @Field(() => String, { nullable: true, description: 'Plain text. Absent: the opening of the body.' })
  summary?: string | null;

  @Field(() => Locale, { nullable: true, description: 'Absent: the language of the source.' })
  language?: string | null;

  @Field(() => [String], { defaultValue: [], description: 'Names, in the order of the byline.' })
  authors!: string[];

  @Field(() => ImageInput, { nullable: true, description: 'The lead picture.' })
  image?: ImageInput | null;

  @Field(() => DateTime, {
    description:
      'When the source published it; not in the future. For a bare date, midnight UTC of that date.',
  })
  publishedAt!: number;

  @Field(() => DatePrecision, {
    defaultValue: DatePrecision.SECOND,
    description: 'DAY where the source gives only a date.',
  })
  publishedPrecision!: DatePrecision;

  @Field(() => RightsInput, { nullable: true, description: "What differs from the source's rights." })
  rights?: RightsInput | null;

  @Field(() => [ID], { defaultValue: [], description: 'The ids of its categories, the primary one first.' })
  categories!: string[];

  @Field(() => [RelatedLinkInput], {
    defaultValue: [],
    description: 'The links that it carries, in their order.',
  })
  relatedLinks!: RelatedLinkInput[];

  @Field(() => [Url], {
    defaultValue: [],
    description: 'Other addresses of the same article. Those known before are kept.',
  })
  aliasUrls!: string[];

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The `modifiedAt` that you have read: write only if nobody has written since. Absent: write in any case.',
  })
  ifUnmodifiedSince?: number | null;
}

@Directive(forEditors)
@ObjectType({ description: 'The outcome of `publishArticle`.' })
class PublishArticlePayload {
  @Field(() => Article, {
    nullable: true,
    description: 'The article as it is now; null where there is none or it was withdrawn.',
  })
  article!: LoadedArticle | null;

  @Field(() => Boolean, { description: 'Whether the article is new.' })
  created!: boolean;

  @Field(() => [UserError], { description: 'Empty when it was written.' })
  userErrors!: UserError[];
}

@Resolver()
export class PublishArticleResolver {
  @Authorized()
  @Directive(forEditors)
  @Mutation(() => PublishArticlePayload, {
    description:
      'For editors: creates an article, or replaces the one with the same original address. The same input twice changes nothing.',
  })
  async publishArticle(
    @Arg('input', () => PublishArticleInput, { description: 'The article.' }) input: PublishArticleInput,
    @Ctx() context: Context,
  ): Promise<PublishArticlePayload> {
    const [outcome] = await context.writer.publish([toDraft(input)]);
    if (!outcome) throw new Error('One draft has one outcome');
    forgetReads(context);
    const stored =
      outcome.articleId === undefined ? null : await context.loaders.article.load(outcome.articleId);
    return {
      article: stored?.__typename === 'Article' ? stored : null,
      created: outcome.kind === 'PUBLISHED',
      userErrors:
        outcome.kind === 'REFUSED' ? [userError({ ...outcome, field: inputField(outcome.field) })] : [],
    };
  }
}

function toDraft({ source, summary, categories, ...input }: PublishArticleInput): ArticleDraft {
  return {
    ...input,
    sourceId: idOf('Source', source, 'input.source'),
    abstract: summary,
    categoryIds: categories.map((id) => idOf('Category', id, 'input.categories')),
    ifUnmodifiedSince: input.ifUnmodifiedSince ?? undefined,
  };
}

/** What the caller calls a field of the draft. */
function inputField(field: string): string {
  return { sourceId: 'source', categoryIds: 'categories', abstract: 'summary' }[field] ?? field;
}
