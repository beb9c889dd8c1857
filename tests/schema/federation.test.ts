import { buildASTSchema, Kind, parse, print, printSchema, type TypeDefinitionNode } from 'graphql';
import { isEntity, linkOf, machineryFor } from '../../schema/federation.js';

const definitions = parse(`
  type Query { city: City @deprecated }
  type City @shareable @key(fields: "id") { id: ID @tag(name: "x") }
  type Street { name: Name }
  scalar Name @specifiedBy(url: "https://names.example/")
`).definitions as TypeDefinitionNode[];

describe('what federation adds to definitions', () => {
  it('is a link to the directives of its own that they use', () => {
    expect(print(linkOf(definitions))).toBe(
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@tag"])',
    );
  });

  it('is what routers ask for: the schema, and entities, which have a key', () => {
    expect(definitions.filter(isEntity).map(({ name }) => name.value)).toEqual(['City']);
    const schema = buildASTSchema(
      { kind: Kind.DOCUMENT, definitions: [...definitions, ...machineryFor(definitions)] },
      { assumeValidSDL: true },
    );
    const printed = printSchema(schema)
      .replace(/"""[^"]*(?:"[^"]+)*"""/g, '')
      .replace(/\s+/g, ' ');
    expect(printed).toContain('_service: _Service! _entities( representations: [_Any!]! ): [_Entity]!');
    expect(printed).toContain('union _Entity = City type _Service { sdl: String! }');
  });
});
