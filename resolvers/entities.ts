import { canonicalUrl, InvalidUrl } from '../src/catalog/canonical-url.js';
import type { Context } from '../src/context.js';
import { badInput, CatalogedError } from '../src/errors.js';
import { idOf, type NodeType } from './global-id.js';

/** The name of a type and the fields of one of its keys: by this a router asks for an entity. */
type Representation = Readonly<Record<string, unknown>>;

/**
 * Finds an entity by its representation, which is `argument`.
 * @throws CatalogedError BAD_USER_INPUT, NOT_FOUND or ARTICLE_WITHDRAWN
 */
type Finder = (representation: Representation, argument: string, context: Context) => Promise<object>;

/** How the entities of a subgraph are found, by type. */
export type Finders = ReadonlyMap<string, Finder>;

const findersOf = (byType: Record<string, Finder>): Finders => new Map(Object.entries(byType));

/** Most representations in one request. */
const mostRepresentations = 1_000;

/** What the catalog subgraph finds: an article by either of its keys, everything else by id. */
export const catalogEntities = findersOf({
  async Article(representation, argument, { loaders }) {
    const { id, originalUrl } = representation;
    const article =
      id == null && originalUrl != null
        ? await loaders.articleByUrlKey.load(urlKeyIn(representation, argument))
        : await loaders.article.load(idIn(representation, 'Article', argument));
    if (article?.__typename !== 'WithdrawnArticle') return known(article, 'article');
    throw new CatalogedError('ARTICLE_WITHDRAWN', 'This article was withdrawn');
  },
  async WithdrawnArticle(representation, argument, { loaders }) {
    const article = await loaders.article.load(idIn(representation, 'Article', argument));
    return known(article?.__typename === 'WithdrawnArticle' ? article : null, 'withdrawn article');
  },
  async Source(representation, argument, { loaders }) {
    return known(await loaders.source.load(idIn(representation, 'Source', argument)), 'source');
  },
  async Category(representation, argument, { loaders }) {
    return known(await loaders.category.load(idIn(representation, 'Category', argument)), 'category');
  },
});

/** What the popularity subgraph finds. Articles are not its own: it takes every id for that of one. */
export const popularityEntities = findersOf({
  async Article(representation, argument) {
    return { __typename: 'Article', id: idIn(representation, 'Article', argument) };
  },
});

/**
 * Finds entities, in the order of their representations; the error in the place of one that is not found.
 * All are asked for at once and answered at once, so that they share statements, and their fields do.
 * @throws CatalogedError BAD_USER_INPUT for more than 1,000, and whatever fails for all alike
 */
export async function findEntities(
  representations: readonly unknown[],
  finders: Finders,
  context: Context,
): Promise<(object | CatalogedError)[]> {
  if (representations.length > mostRepresentations) {
    throw badInput(
      'representations',
      `may hold at most ${mostRepresentations} representations, not ${representations.length}`,
    );
  }
  return Promise.all(
    representations.map((representation, index) =>
      find(representation, `representations[${index}]`, finders, context).catch((error: unknown) => {
        if (error instanceof CatalogedError) return error;
        throw error;
      }),
    ),
  );
}

async function find(
  representation: unknown,
  argument: string,
  finders: Finders,
  context: Context,
): Promise<object> {
  const { __typename } = Object(representation) as Representation;
  const finder = finders.get(__typename as string);
  if (finder) return finder(representation as Representation, argument, context);
  const types = [...finders.keys()].join(', ');
  throw badInput(argument, `must have a "__typename" that is an entity of this subgraph: ${types}`);
}

function idIn({ id }: Representation, type: NodeType, argument: string): number {
  if (typeof id === 'string') return idOf(type, id, `${argument}.id`);
  throw badInput(argument, 'must have the fields of a key, such as "id", as strings');
}

function urlKeyIn({ originalUrl }: Representation, argument: string): string {
  try {
    if (typeof originalUrl === 'string') return canonicalUrl(originalUrl);
  } catch (error) {
    if (!(error instanceof InvalidUrl)) throw error;
  }
  throw badInput(`${argument}.originalUrl`, 'must be an absolute http or https URL');
}

function known<Entity>(entity: Entity | null, kind: string): Entity {
  if (entity !== null) return entity;
  throw new CatalogedError('NOT_FOUND', `There is no such ${kind}`);
}
