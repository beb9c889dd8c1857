import { readFileSync } from 'node:fs';
import DataLoader from 'dataloader';
import { GraphQLError } from 'graphql';
import { createSubgraph } from './subgraph.js';

/** Comments belong to an article of this graph, so its `id` is their key. */
export function commentsSubgraph({ endpoint, store }) {
  return createSubgraph({
    endpoint,
    sdl: readFileSync(new URL('comments.graphql', import.meta.url), 'utf8'),
    entities: ['Article'],
    // The gateway asks for all articles of a page at once; the loader asks the store once for all of them.
    context: () => ({ comments: new DataLoader((articleIds) => store.ofArticles(articleIds)) }),
    resolvers: {
      Article: {
        commentCount: async ({ id }, _args, { comments }) => (await comments.load(id)).length,
        comments: async ({ id }, { first }, { comments }) => {
          if (first < 1 || first > 100) throw badInput('Argument "first" must be from 1 to 100');
          return (await comments.load(id)).slice(0, first);
        },
      },
      Mutation: {
        addComment: async (_root, { input }) => {
          const refusal = whyRefused(input);
          if (refusal) return { refusal };
          return { comment: await store.add(input), article: { id: input.articleId } };
        },
      },
    },
  });
}

/** The gateway passes on what has a code of ours; any other error is an accident, and its words stay here. */
function badInput(message) {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

function whyRefused({ author, text }) {
  if (author.trim() === '' || author.length > 100) return 'The name must have 1 to 100 characters';
  if (text.trim() === '' || text.length > 2_000) return 'The comment must have 1 to 2,000 characters';
  return null;
}
