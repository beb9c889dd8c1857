import {
  type DefinitionNode,
  Kind,
  parse,
  specifiedDirectives,
  type TypeDefinitionNode,
  visit,
} from 'graphql';

const specification = 'https://specs.apollo.dev/federation/v2.9';

/** Whether routers can ask for it by a key. */
export function isEntity({ directives }: TypeDefinitionNode): boolean {
  return directives?.some(({ name }) => name.value === 'key') ?? false;
}

/** `extend schema @link(...)`: says which directives of Apollo Federation definitions use. */
export function linkOf(definitions: readonly TypeDefinitionNode[]): DefinitionNode {
  const used = new Set<string>();
  visit({ kind: Kind.DOCUMENT, definitions }, { Directive: ({ name }) => void used.add(`@${name.value}`) });
  for (const { name } of specifiedDirectives) used.delete(`@${name}`);
  const imports = JSON.stringify([...used].sort());
  const source = `extend schema @link(url: "${specification}", import: ${imports})`;
  return parse(source, { noLocation: true }).definitions[0] as DefinitionNode;
}

/**
 * What a subgraph of these definitions has for routers beside them, by
 * https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
 */
export function machineryFor(definitions: readonly TypeDefinitionNode[]): readonly DefinitionNode[] {
  const entities = definitions.filter(isEntity).map(({ name }) => name.value);
  return parse(`
    """A representation of an entity: its "__typename" and the fields of one of its keys."""
    scalar _Any

    """What a representation can stand for."""
    union _Entity = ${entities.join(' | ')}

    """What composition reads."""
    type _Service {
      """The schema of this subgraph with its federation directives."""
      sdl: String!
    }

    extend type Query {
      """For routers: this subgraph."""
      _service: _Service!

      """For routers: the entities that are represented, in their order. Null, and an error in its place, for one that is not known."""
      _entities(
        """At most 1,000."""
        representations: [_Any!]!
      ): [_Entity]!
    }
  `).definitions;
}
