import { Arg, Ctx, Directive, FieldResolver, ID, Int, Resolver, Root, registerEnumType } from 'type-graphql';
import { Article } from '../entities/article.js';
import { ArticleBody } from '../entities/article-body.js';
import { Category } from '../entities/category.js';
import { LinkKind } from '../entities/enums.js';
import { Image } from '../entities/image.js';
import { RelatedLink } from '../entities/related-link.js';
import { Rights } from '../entities/rights.js';
import { Url } from '../entities/scalars.js';
import { Source } from '../entities/source.js';
import type { LoadedArticle } from '../src/catalog/article-rows.js';
import { displayHost } from '../src/catalog/canonical-url.js';
import { truncateToWidth } from '../src/catalog/display-width.js';
import type { Direction, NeighbourScope as Scope } from '../src/catalog/neighbours.js';
import { rightsOf } from '../src/catalog/rights.js';
import { readingMinutes } from '../src/catalog/word-count.js';
import type { Context } from '../src/context.js';
import { badInput } from '../src/errors.js';
import { shortListCost, shortListLength } from './cost.js';
import { toGlobalId } from './global-id.js';

const NeighbourScope = { SITE: 'SITE', CATEGORY: 'CATEGORY', SOURCE: 'SOURCE' } as const;
registerEnumType(NeighbourScope, {
  name: 'NeighbourScope',
  description: 'Among which articles the previous or next one is sought.',
  valuesConfig: {
    SITE: { description: 'All articles.' },
    CATEGORY: { description: 'Those of the same primary category, the last of `breadcrumbs`.' },
    SOURCE: { description: 'Those of the same source.' },
  },
});

const scopeArgument = { description: 'Among which articles.', defaultValue: NeighbourScope.SITE };

/** The fields of an article that follow a rule. */
@Resolver(() => Article)
export class ArticleResolver {
  @FieldResolver(() => ID, {
    description: 'Permanent and opaque; the same in the API, in feeds and after a withdrawal.',
  })
  id(@Root() article: LoadedArticle): string {
    return toGlobalId('Article', article.id);
  }

  @FieldResolver(() => String, {
    description:
      'The headline, cut to a width and ended with … where it is too long. Never cut inside a character.',
  })
  displayHeadline(
    @Root() article: LoadedArticle,
    @Arg('maxWidth', () => Int, {
      description: 'In columns: a letter is 1 wide, a Chinese character 2, … is 1. At least 1.',
    })
    maxWidth: number,
  ): string {
    return cut(article.headline, maxWidth);
  }

  @FieldResolver(() => String, {
    description:
      'Plain text of about the width asked for. Empty where the rights allow the link only, or nothing is held.',
  })
  summary(
    @Root() article: LoadedArticle,
    @Arg('maxWidth', () => Int, {
      nullable: true,
      defaultValue: 280,
      description: 'In columns, as for `displayHeadline`. At least 1.',
    })
    maxWidth: number | null,
  ): string {
    return rightsOf(article).syndication === 'LINK_ONLY' ? '' : cut(article.abstract, maxWidth ?? 280);
  }

  @FieldResolver(() => ArticleBody, {
    nullable: true,
    description:
      'The text; null where only headline, link and date are held, or where the rights allow no more to be shown.',
  })
  body(
    @Root() article: LoadedArticle,
    @Ctx() { loaders }: Context,
  ): Promise<ArticleBody | null> | ArticleBody | null {
    if (rightsOf(article).syndication !== 'FULL_TEXT') return null;
    return article.body === undefined ? loaders.body.load(article.id) : article.body;
  }

  @FieldResolver(() => Image, { nullable: true, description: 'The lead picture, where there is one.' })
  image(@Root() { image }: LoadedArticle): Image | null {
    return image.url === null ? null : image;
  }

  @FieldResolver(() => Int, {
    description: 'How long an adult takes to read it, in whole minutes; 0 where no text is held.',
  })
  readingMinutes(@Root() article: LoadedArticle): number {
    return readingMinutes(article.wordCount, article.language);
  }

  @FieldResolver(() => [Url], {
    description: 'Other addresses of the same article: moved from, or republished at.',
  })
  aliasUrls(@Root() article: LoadedArticle, @Ctx() { loaders }: Context): Promise<string[]> {
    return loaders.aliasUrls.load(article.id);
  }

  @FieldResolver(() => Source, { description: 'Where it comes from.' })
  source(@Root() article: LoadedArticle): Source {
    return article.source;
  }

  @FieldResolver(() => Rights, {
    description: "The article's own rights and, where it states none, its source's.",
  })
  rights(@Root() article: LoadedArticle): Rights {
    return rightsOf(article);
  }

  @Directive(shortListLength)
  @FieldResolver(() => [Category], {
    complexity: shortListCost,
    description: 'Where it is filed, the primary category first.',
  })
  async categories(@Root() article: LoadedArticle, @Ctx() { loaders }: Context): Promise<Category[]> {
    return (await loaders.filing.load(article.id)).categories;
  }

  @Directive(shortListLength)
  @FieldResolver(() => [Category], {
    complexity: shortListCost,
    description: 'The trail from the root to the primary category. Empty where it is filed nowhere.',
  })
  async breadcrumbs(@Root() article: LoadedArticle, @Ctx() { loaders }: Context): Promise<Category[]> {
    return (await loaders.filing.load(article.id)).breadcrumbs;
  }

  @FieldResolver(() => Article, {
    nullable: true,
    description: 'The one published just before it; null for the first one.',
  })
  previous(
    @Root() article: LoadedArticle,
    @Arg('within', () => NeighbourScope, scopeArgument) within: Scope,
    @Ctx() context: Context,
  ): Promise<LoadedArticle | null> {
    return neighbour(article, within, 'PREVIOUS', context);
  }

  @FieldResolver(() => Article, {
    nullable: true,
    description: 'The one published just after it; null for the last one.',
  })
  next(
    @Root() article: LoadedArticle,
    @Arg('within', () => NeighbourScope, scopeArgument) within: Scope,
    @Ctx() context: Context,
  ): Promise<LoadedArticle | null> {
    return neighbour(article, within, 'NEXT', context);
  }

  @Directive(shortListLength)
  @FieldResolver(() => [RelatedLink], {
    complexity: shortListCost,
    description: 'The links that it carries, in their order.',
  })
  async relatedLinks(
    @Root() article: LoadedArticle,
    @Arg('kind', () => [LinkKind], { nullable: true, description: 'Only links of these kinds.' }) kinds:
      | LinkKind[]
      | null,
    @Ctx() { loaders }: Context,
  ): Promise<RelatedLink[]> {
    const links = await loaders.relatedLinks.load(article.id);
    return kinds ? links.filter(({ kind }) => kinds.includes(kind)) : links;
  }
}

@Resolver(() => RelatedLink)
export class RelatedLinkResolver {
  @FieldResolver(() => String, {
    description: 'The host of `url` without `www.`, to be shown beside the title.',
  })
  host(@Root() link: RelatedLink): string {
    return displayHost(link.url);
  }
}

function cut(text: string, maxWidth: number): string {
  if (maxWidth < 1) throw badInput('maxWidth', `must be at least 1, not ${maxWidth}`);
  return truncateToWidth(text, maxWidth);
}

function neighbour(
  article: LoadedArticle,
  scope: Scope,
  direction: Direction,
  { loaders }: Context,
): Promise<LoadedArticle | null> {
  return loaders.neighbour.load({ articleId: article.id, scope, direction });
}
