import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { extendSchema, type GraphQLObjectType, type GraphQLSchema, parse } from 'graphql';
import { type Commented, commentsOn, partnerFields } from './partner.js';

/** A server in this process. */
export interface Listening {
  port: number;
  stop(): Promise<void>;
}

/** Comments of one request, by the global id of their article. */
type CommentLoader = DataLoader<string, Commented>;

export interface PlainOptions<Context extends object> {
  /** The merged schema without the partner's part. */
  api: GraphQLSchema;
  /** What a request carries for the resolvers of `api`. */
  context: () => Context;
  /** Where the partner answers; undefined: its comments are here, in memory. */
  partnerUrl?: string | undefined;
}

/**
 * One schema for all, the partner's fields with it, in Apollo Server as its documentation starts it: all defaults, its
 * own HTTP server. The partner's fields have resolvers as one would write them: a DataLoader over `fetch`, which asks
 * the partner what the gateway would ask it.
 */
export async function startPlainApollo<Context extends object>({
  api,
  context,
  partnerUrl,
}: PlainOptions<Context>): Promise<Listening> {
  const schema = withPartner(api);
  const load = partnerUrl === undefined ? fromMemory : fromPartner(partnerUrl);
  const apollo = new ApolloServer<Context & { comments: CommentLoader }>({ schema });
  const { url } = await startStandaloneServer(apollo, {
    listen: { host: '127.0.0.1', port: 0 },
    context: async () => ({ ...context(), comments: new DataLoader(load) }),
  });
  return { port: Number(new URL(url).port), stop: () => apollo.stop() };
}

function withPartner(api: GraphQLSchema): GraphQLSchema {
  const schema = extendSchema(
    api,
    parse(`
      extend type Article { commentCount: Int, comments: [Comment!] }
      type Comment { author: String!, text: String!, createdAt: String! }
    `),
  );
  const { id, commentCount, comments } = (schema.getType('Article') as GraphQLObjectType).getFields();
  // Read before Apollo Server wraps every resolver.
  const resolveId = id?.resolve as ((article: unknown) => string) | undefined;
  const globalId = (article: { id: string }): string => resolveId?.(article) ?? article.id;
  for (const field of [commentCount, comments]) {
    if (!field) continue;
    field.resolve = async (article, _arguments, context: { comments: CommentLoader }) =>
      (await context.comments.load(globalId(article)))[field.name as keyof Commented];
  }
  return schema;
}

async function fromMemory(ids: readonly string[]): Promise<Commented[]> {
  return ids.map(commentsOnce);
}

const known = new Map<string, Commented>();

function commentsOnce(id: string): Commented {
  const comments = known.get(id) ?? commentsOn(id);
  known.set(id, comments);
  return comments;
}

const query = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Article { ${partnerFields} } }
}`;

function fromPartner(url: string): (ids: readonly string[]) => Promise<Commented[]> {
  return async (ids) => {
    const representations = ids.map((id) => ({ __typename: 'Article', id }));
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables: { representations } }),
    });
    const { data } = (await response.json()) as { data: { _entities: Commented[] } };
    return data._entities;
  };
}
