import { composeServices } from '@theguild/federation-composition';
import { assertValidSchema, buildASTSchema, type GraphQLSchema, graphql, isObjectType, parse } from 'graphql';
import { buildApi } from '../../schema/api.js';
import { buildSubgraph, type SubgraphName } from '../../schema/subgraph.js';

const names = ['catalog', 'popularity', 'broadsheet'] as const;

describe('a subgraph', () => {
  let api: GraphQLSchema;
  beforeAll(async () => {
    api = await buildApi();
  });

  /** The fields of a type as the SDL of a subgraph has it; none where it lacks the type. */
  const fieldsOf = (name: SubgraphName, type: string) => {
    const found = buildASTSchema(parse(buildSubgraph(name, api).sdl), { assumeValidSDL: true }).getType(type);
    return isObjectType(found) ? Object.keys(found.getFields()) : [];
  };

  it('has what its owner declares: the one adds to an article, the other has all else of it', () => {
    expect(fieldsOf('popularity', 'Article')).toEqual(['id', 'popularity']);
    expect(fieldsOf('popularity', 'Query')).toEqual(['popularArticles']);
    expect(fieldsOf('popularity', 'Mutation')).toEqual(['recordViews']);
    expect(fieldsOf('popularity', 'Source')).toEqual([]);
    const whole = Object.keys((api.getType('Article') as never as { getFields(): object }).getFields());
    expect(fieldsOf('catalog', 'Article')).toEqual(whole.filter((field) => field !== 'popularity').sort());
    expect(fieldsOf('catalog', 'Query')).not.toContain('popularArticles');
    expect(fieldsOf('catalog', 'Popularity')).toEqual([]);
    expect(fieldsOf('broadsheet', 'Article')).toEqual(whole.sort());
  });

  it('names the keys by which others extend what it holds', () => {
    const keysIn = (name: SubgraphName) =>
      buildSubgraph(name, api)
        .sdl.split('\n')
        .filter((line) => line.includes('@key(fields'));
    expect(keysIn('popularity')).toEqual(['type Article @key(fields: "id") {']);
    expect(keysIn('catalog')).toEqual([
      'type Article implements Node @key(fields: "id") @key(fields: "originalUrl") {',
      'type Category implements Node @key(fields: "id") {',
      'type Source implements Node @key(fields: "id") {',
      'type WithdrawnArticle implements Node @key(fields: "id") {',
    ]);
  });

  it.each(names)('%s composes on its own and is valid', (name) => {
    const { sdl, schema } = buildSubgraph(name, api);
    expect(composeServices([{ name, typeDefs: parse(sdl) }]).errors).toBeUndefined();
    expect(() => assertValidSchema(schema)).not.toThrow();
  });

  it.each(names)('%s tells routers its schema, and explains all that it has', async (name) => {
    const { sdl, schema } = buildSubgraph(name, api);
    expect(await graphql({ schema, source: '{ _service { sdl } }' })).toEqual({
      data: { _service: { sdl } },
    });
    expect(sdl).not.toMatch(/_entities|_Entity|_Any|_service|_Service/);
    for (const type of ['_Any', '_Entity', '_Service'])
      expect(schema.getType(type)?.description).toEqual(expect.any(String));
  });

  it('composes with a partner who extends an article by either key', () => {
    const partner = (key: string) => `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
      scalar URL
      type Article @key(fields: "${key}") { ${key}: ${key === 'id' ? 'ID' : 'URL'}! comments: [Comment!] }
      type Comment { text: String! picture: Image }
      type Image @shareable { url: URL! alt: String width: Int height: Int }`;
    const { sdl } = buildSubgraph('broadsheet', api);
    for (const key of ['id', 'originalUrl']) {
      const composed = composeServices([
        { name: 'broadsheet', typeDefs: parse(sdl) },
        { name: 'partner', typeDefs: parse(partner(key)) },
      ]);
      expect(composed.errors).toBeUndefined();
      expect(composed.publicSdl).toMatch(/comments: \[Comment!\]/);
    }
  });
});
