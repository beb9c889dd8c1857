import { buildASTSchema, type GraphQLSchema, parse, printSchema } from 'graphql';

/** The answer to the article-page query, as far as it is put together again here. */
interface Page {
  article: Record<string, unknown>;
  latestArticles: unknown;
  popularArticles: unknown;
}

/**
 * The public API with nothing behind it but these pages, each an answer to the article-page query by its slug: what
 * is measured over it is GraphQL and HTTP alone.
 */
export function memoryApi(api: GraphQLSchema, pages: ReadonlyMap<string, Uint8Array>): GraphQLSchema {
  const schema = buildASTSchema(parse(printSchema(api)));
  const known = new Map([...pages].map(([slug, body]) => [slug, pageOf(body)]));
  const [anyPage] = known.values();
  const fields = schema.getQueryType()?.getFields() ?? {};
  const resolvers = {
    article: (_root: unknown, { slug }: { slug?: string }) => known.get(slug ?? '')?.article,
    latestArticles: () => anyPage?.latestArticles,
    popularArticles: () => anyPage?.popularArticles,
  };
  for (const [name, resolve] of Object.entries(resolvers)) Object.assign(fields[name] ?? {}, { resolve });
  return schema;
}

/** Neighbours stand in the answer under aliases: they become methods of their arguments, as graphql-js calls them. */
function pageOf(body: Uint8Array): Page {
  const { data } = JSON.parse(Buffer.from(body).toString()) as { data: Page };
  const neighbour =
    (direction: 'previous' | 'next') =>
    ({ within }: { within: string }): unknown =>
      article[within === 'SITE' ? direction : `${direction}In${within[0]}${within.slice(1).toLowerCase()}`];
  const article = data.article;
  const methods = { previous: neighbour('previous'), next: neighbour('next') };
  return { ...data, article: Object.assign(Object.create(article), methods) };
}
