import {
  Arg,
  Authorized,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { Article } from '../entities/article.js';
import { DateTime, Url } from '../entities/scalars.js';
import type { LoadedArticle } from '../src/catalog/article-rows.js';
import { versionsOf } from '../src/catalog/versions.js';
import type { Context } from '../src/context.js';
import { badInput } from '../src/errors.js';
import { firstLength, listCost } from './cost.js';
import { forEditors } from './editor-tag.js';

@Directive(forEditors)
@ObjectType({ description: 'What an article was before it was changed.' })
class ArticleVersion {
  @Field(() => Int, { description: 'Counts from 1, the oldest.' })
  version!: number;

  @Field(() => DateTime, { description: 'When the next version took its place.' })
  replacedAt!: number;

  @Field(() => String, { description: 'The headline that it had.' })
  headline!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The text that it had, as sanitised HTML; null where none was held.',
  })
  html!: string | null;

  @Field(() => DateTime, { description: 'When it said that it was published.' })
  publishedAt!: number;

  @Field(() => Url, { description: 'The address of the original that it had.' })
  originalUrl!: string;
}

/** Most versions in one answer: each may hold a whole text. */
const most = 20;

/** What became of articles over time: for editors alone. */
@Resolver(() => Article)
export class ArticleVersionResolver {
  @Authorized()
  @Directive(forEditors)
  @Directive(firstLength)
  @FieldResolver(() => [ArticleVersion], {
    nullable: true,
    complexity: listCost,
    description: 'For editors: its earlier versions, the last one first. Every one is kept.',
  })
  async versions(
    @Root() { id }: LoadedArticle,
    @Arg('first', () => Int, { defaultValue: 5, description: `How many, at most ${most}.` }) first: number,
    @Ctx() { database }: Context,
  ): Promise<ArticleVersion[]> {
    if (first < 1 || first > most) throw badInput('first', `must be from 1 to ${most}, not ${first}`);
    const versions = await versionsOf(database, id, first);
    return versions.map(({ version, replacedAt, headline, content }) => ({
      ...{ version, replacedAt, headline },
      html: content.bodyHtml ?? null,
      publishedAt: content.publishedAt,
      originalUrl: content.originalUrl,
    }));
  }
}
