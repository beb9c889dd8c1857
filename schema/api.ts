import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { Article } from '../entities/article.js';
import { Category } from '../entities/category.js';
import { Source } from '../entities/source.js';
import { WithdrawnArticle } from '../entities/withdrawn-article.js';
import type { Context } from '../src/context.js';
import { CatalogedError } from '../src/errors.js';
import { catalogResolvers } from './catalog.js';
import { popularityResolvers } from './popularity.js';

/** The types that type-graphql makes itself and leaves without a word. */
const rootTypes = {
  Query: 'What can be asked, by anybody.',
  Mutation: 'What can be changed: `recordViews` by anybody, the rest by editors with a token.',
};

/** The public API of one process: both subgraphs merged into one schema, with nothing to plan. */
export async function buildApi(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [...catalogResolvers, ...popularityResolvers],
    // Types that are reached only through the Node interface.
    orphanedTypes: [Article, WithdrawnArticle, Source, Category],
    // The schema and the catalog check their input themselves, in the caller's terms.
    validate: false,
    authChecker: ({ context }: { context: Context }) => {
      if (context.editor !== undefined) return true;
      throw new CatalogedError(
        'UNAUTHENTICATED',
        'This is for editors: send "Authorization: Bearer TOKEN" with a token made by "broadsheet token create"',
      );
    },
  });
  for (const [name, description] of Object.entries(rootTypes))
    Object.assign(schema.getType(name) ?? {}, { description });
  return schema;
}
