import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { withResolvers } from '../../schema/executable.js';
import { readConfig } from '../../src/config.js';
import { compose } from '../../src/gateway/compose.js';
import { createEngine } from '../../src/gateway/engine.js';
import { localSubgraph } from '../../src/gateway/local-subgraph.js';
import { createPlanner } from '../../src/gateway/planner.js';
import { remoteSubgraph } from '../../src/gateway/remote-subgraph.js';
import { readSupergraph } from '../../src/gateway/supergraph.js';
import { createLogger } from '../../src/observability/logger.js';
import { createMetrics } from '../../src/observability/metrics.js';
import { exampleFor } from '../../src/serving/example-query.js';
import type { ClientContext } from '../../src/serving/federated-execution.js';
import { createServer, type GraphServer } from '../../src/serving/server.js';
import { type GraphqlClient, graphqlClient } from '../support/app.js';
import { commentsSdl, type PartnerSubgraph, startPartner } from '../support/partner.js';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Article @key(fields: "id") { id: ID!, headline: String! }
  type Query {
    "So many articles, of which so many are different."
    articles(first: Int!, different: Int!): [Article!]!
  }
`;

/** Told of every operation that is executed in this process. */
const executed: OperationDefinitionNode[] = [];
/** Every document that was looked at, as it was parsed. */
const documents: DocumentNode[] = [];
/** Every operation that was planned. */
const planned: string[] = [];

let partner: PartnerSubgraph;
let stopPartner: () => Promise<void>;
let server: GraphServer<ClientContext>;
let graphql: GraphqlClient;

beforeAll(async () => {
  const { comments, stop } = await startPartner();
  [partner, stopPartner] = [comments, stop];
  const remote = remoteSubgraph({ name: 'comments', url: partner.url, metrics: createMetrics() });
  const supergraph = readSupergraph(
    compose([
      { name: 'local', sdl },
      { name: 'comments', url: partner.url, sdl: commentsSdl },
    ]).supergraph,
  );
  const native = await createPlanner(supergraph);
  const schema = withResolvers(supergraph.publicDocument, localSchema());
  const engine = createEngine<ClientContext>({
    supergraph,
    schema,
    planner: {
      ...native,
      plan(query, ...others) {
        planned.push(query);
        return native.plan(query, ...others);
      },
    },
    subgraphs: new Map([
      ['local', localSubgraph<ClientContext>('local', localSchema())],
      ['comments', remote],
    ]),
    local: 'local',
  });
  server = await createServer<ClientContext>({
    config: readConfig({ MAX_COST: '1000000' }),
    graph: {
      schema,
      engine: {
        ...engine,
        isLocal(document, operation) {
          documents.push(document);
          return engine.isLocal(document, operation);
        },
      },
      close: remote.close,
    },
    context: async () => ({ viewer: { address: undefined, userAgent: undefined } }),
    isUnavailable: () => false,
    logger: createLogger('silent'),
    example: async () => exampleFor(schema),
    routes: [],
  });
  graphql = graphqlClient(await server.http.listen({ host: '127.0.0.1', port: 0 }));
});

afterAll(async () => {
  await server.http.close();
  await stopPartner();
});

beforeEach(() => {
  executed.length = documents.length = planned.length = partner.received.length = 0;
});

function localSchema(): GraphQLSchema {
  const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });
  Object.assign(schema.getQueryType()?.getFields().articles ?? {}, {
    resolve(_root: unknown, { first, different }: Record<string, number>, _context: unknown, info: never) {
      executed.push((info as { operation: OperationDefinitionNode }).operation);
      return Array.from({ length: first as number }, (_, n) => ({
        id: `${n % (different as number)}`,
        headline: `Headline ${n}`,
      }));
    },
  });
  return schema;
}

const variables = '($first: Int!, $different: Int = 1000)';
const list = 'articles(first: $first, different: $different)';

/** How many representations each request to the partner carried. */
const asked = () =>
  partner.received.map(({ operation }) => Object.values(operation.variables ?? {}).flat().length);

describe('an operation of which the partner has no part', () => {
  const query = `query ${variables} { ${list} { id headline } }`;

  it('is executed as it was parsed, without a plan and without a request', async () => {
    expect(await graphql(query, { first: 1 })).toEqual({
      status: 200,
      data: { articles: [{ id: '0', headline: 'Headline 0' }] },
    });
    expect(planned).toEqual([]);
    expect(asked()).toEqual([]);
    expect(executed).toHaveLength(1);
    expect(documents[0]?.definitions).toContain(executed[0]);
  });

  it('is parsed once, whatever its variables', async () => {
    for (const first of [1, 2, 3]) {
      const { data } = await graphql(query, { first });
      expect(data.articles).toHaveLength(first);
    }
    expect([documents.length, new Set(documents).size]).toEqual([3, 1]);
    expect(new Set(executed).size).toBe(1);
  });

  it('may ask about the schema', async () => {
    const { data } = await graphql('{ __schema { queryType { name } } }');
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    expect([planned, asked()]).toEqual([[], []]);
  });
});

describe('an operation with fields of the partner', () => {
  const query = `query ${variables} { ${list} { id headline comments { text } } }`;

  it('is planned and parsed once, whatever its variables', async () => {
    for (const first of [1, 2, 3]) {
      const { data } = await graphql(query, { first });
      expect(data.articles.at(-1)).toEqual({
        id: `${first - 1}`,
        headline: `Headline ${first - 1}`,
        comments: [{ text: `First on ${first - 1}` }],
      });
    }
    expect(planned).toHaveLength(1);
    expect(new Set(documents).size).toBe(1);
    expect(new Set(executed).size).toBe(1);
  });

  it('is planned once where several ask it for the first time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => graphql(`${query} # together`, { first: 1 })),
    );
    expect(new Set(answers.map(({ data }) => data.articles[0].comments[0].text))).toEqual(
      new Set(['First on 0']),
    );
    expect(planned).toHaveLength(1);
  });

  it('takes one request for all articles of a list', async () => {
    const { data } = await graphql(query, { first: 100 });
    expect(data.articles[99].comments).toEqual([{ text: 'First on 99' }]);
    expect(asked()).toEqual([100]);
  });

  it('asks about an article once, wherever it stands', async () => {
    const { data } = await graphql(query, { first: 100, different: 7 });
    expect(asked()).toEqual([7]);
    expect(data.articles.map(({ comments }: { comments: unknown }) => comments)).toEqual(
      Array.from({ length: 100 }, (_, n) => [{ text: `First on ${n % 7}` }]),
    );
  });

  it('takes one request for all its lists', async () => {
    const lists = `a: ${list} { commentCount } b: articles(first: 5, different: 1) { comments { text } }`;
    const { data } = await graphql(`query ${variables} { ${lists} }`, { first: 3 });
    expect(data).toEqual({
      a: Array.from({ length: 3 }, () => ({ commentCount: 1 })),
      b: Array.from({ length: 5 }, () => ({ comments: [{ text: 'First on 0' }] })),
    });
    expect(partner.received).toHaveLength(1);
  });

  it('takes no request where there is no article', async () => {
    expect((await graphql(query, { first: 0 })).data).toEqual({ articles: [] });
    expect(asked()).toEqual([]);
  });

  it('goes over a connection that is there', async () => {
    await graphql(query, { first: 1 });
    const before = partner.connections;
    for (let n = 0; n < 20; n++) await graphql(query, { first: 1 });
    expect(partner.received).toHaveLength(21);
    expect(partner.connections).toBeLessThan(before + 5); // One may have ended while the machine was busy.
  });
});
