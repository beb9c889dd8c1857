import { QueryPlanner } from '@graphql-hive/router-query-planner';
import { composeSchemaContract, transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import {
  buildASTSchema,
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  lexicographicSortSchema,
  parse,
  printSchema,
} from 'graphql';
import { buildApi } from '../../schema/api.js';
import { buildSubgraph } from '../../schema/subgraph.js';
import { composeSupergraph } from '../../schema/supergraph.js';

describe('the composed supergraph', () => {
  let api: GraphQLSchema;
  let supergraph: string;
  beforeAll(async () => {
    api = await buildApi();
    supergraph = composeSupergraph(api);
  });

  const printed = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));
  const publicApi = (document: DocumentNode) =>
    printed(buildASTSchema(transformSupergraphToPublicSchema(document), { assumeValidSDL: true }));

  it('has the same public API as the single process, words included', () => {
    expect(publicApi(parse(supergraph))).toBe(printed(api));
  });

  it('is what the planner plans for, node and nodes included, for every type', () => {
    const planner = new QueryPlanner(supergraph);
    const fields = `__typename id ... on Article { headline popularity { views } } ... on Source { name }
      ... on Category { path } ... on WithdrawnArticle { reason }`;
    for (const query of [
      `query ($id: ID!) { node(id: $id) { ${fields} } }`,
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ${fields} } }`,
      '{ popularArticles { nodes { headline source { name } popularity { rank } } } }',
      '{ article(slug: "a") { ... on Article { popularity { views } next { popularity { views } } } } }',
    ]) {
      const plan = JSON.stringify(planner.plan(query, null, new Set(), 0));
      expect(plan.match(/"serviceName":"(\w+)"/g)?.sort()).toEqual([
        '"serviceName":"catalog"',
        '"serviceName":"popularity"',
      ]);
    }
  });

  it('says what lists and counts cost, and where the subgraphs are', () => {
    for (const part of ['@cost(weight: 10)', '@listSize(assumedSize: 5)', 'http://127.0.0.1:4002/graphql'])
      expect(supergraph).toContain(part);
  });

  it('leaves a graph for readers where what is tagged for editors is taken out', () => {
    const services = (['catalog', 'popularity'] as const).map((name) => ({
      name,
      typeDefs: parse(buildSubgraph(name, api).sdl),
    }));
    const tags = { include: new Set<string>(), exclude: new Set(['editor']) };
    const contract = composeSchemaContract(services, tags);
    expect(contract.errors).toBeUndefined();
    const readers = buildSchema(publicApi(parse(contract.supergraphSdl ?? '')));
    expect(Object.keys(readers.getMutationType()?.getFields() ?? {})).toEqual(['recordViews']);
    const left = new Set(Object.keys(readers.getTypeMap()));
    const inputs = Object.keys(api.getTypeMap()).filter((name) => /(Input|Payload)$/.test(name));
    expect(inputs.length).toBeGreaterThan(10);
    expect(inputs.filter((name) => left.has(name)).sort()).toEqual([
      'RecordViewsInput',
      'RecordViewsPayload',
    ]);
    expect([...left]).toEqual(expect.arrayContaining(['Article', 'WithdrawnArticle', 'UserError', 'Rights']));
  });
});
