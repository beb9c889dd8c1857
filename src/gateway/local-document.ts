import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type NamedTypeNode,
  type TypeDefinitionNode,
  visit,
} from 'graphql';
import { directivesNamed, isTrue, namedType, type Supergraph, stringArgument } from './supergraph.js';

type FieldsDefinition = TypeDefinitionNode & {
  fields?: readonly FieldDefinitionNode[];
  interfaces?: readonly NamedTypeNode[];
};

/**
 * The part of the public schema that one subgraph answers by itself: an operation that is valid against it needs no
 * plan. Left out is what the subgraph does not have, what it needs others for (`@requires`, `@external`), and what
 * another one has taken over, in part (a progressive `@override`) or whole.
 */
export function localDocument(supergraph: Supergraph, subgraph: string): DocumentNode {
  const graph = supergraph.members.find(({ name }) => name === subgraph)?.graph;
  const joined = new Map<string, Set<string>>();
  for (const definition of supergraph.document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    const types = directivesNamed(definition.directives, 'join__type');
    const type = types.find((join) => stringArgument(join, 'graph') === graph);
    if (!type || isTrue(type, 'isInterfaceObject')) continue;
    const fields = (definition.fields ?? []).filter((field) => isLocal(field, graph, types.length));
    if (fields.length > 0) joined.set(definition.name.value, new Set(fields.map(({ name }) => name.value)));
  }
  // What an interface promises is local only where it is so of all its objects.
  for (const object of supergraph.document.definitions) {
    if (object.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const local = joined.get(object.name.value);
    for (const { name } of (local && object.interfaces) ?? []) {
      const promised = joined.get(name.value) ?? new Set();
      for (const field of promised) if (!local?.has(field)) promised.delete(field);
    }
  }
  const narrowed = visit(supergraph.publicDocument, {
    ObjectTypeDefinition: (node) => narrow(node, joined),
    InterfaceTypeDefinition: (node) => narrow(node, joined),
    UnionTypeDefinition(node) {
      const types = node.types?.filter(({ name }) => joined.has(name.value)) ?? [];
      return types.length > 0 ? { ...node, types } : null;
    },
  });
  return withoutDangling(narrowed);
}

/** Fields and interfaces that lead to a type which is not there (any longer) go, and types without fields with them. */
function withoutDangling(document: DocumentNode): DocumentNode {
  const defined = new Set(
    document.definitions.flatMap((definition) =>
      'name' in definition ? (definition.name?.value ?? []) : [],
    ),
  );
  const builtIn = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);
  let isWhole = true;
  const clean = <Node extends FieldsDefinition>(node: Node): Node | null => {
    const fields = node.fields?.filter(({ type }) => {
      const name = namedType(type);
      return defined.has(name) || builtIn.has(name);
    });
    if (fields?.length !== node.fields?.length) isWhole = false;
    const interfaces = node.interfaces?.filter(({ name }) => defined.has(name.value));
    return fields?.length ? { ...node, fields, interfaces } : null;
  };
  const cleaned = visit(document, {
    ObjectTypeDefinition: clean,
    InterfaceTypeDefinition: clean,
    UnionTypeDefinition: (node) => ({
      ...node,
      types: node.types?.filter(({ name }) => defined.has(name.value)) ?? [],
    }),
  });
  return isWhole ? cleaned : withoutDangling(cleaned);
}

function isLocal(field: FieldDefinitionNode, graph: string | undefined, subgraphsOfType: number): boolean {
  const joins = directivesNamed(field.directives, 'join__field');
  if (joins.some((join) => stringArgument(join, 'overrideLabel') !== undefined)) return false;
  // Composition leaves the directive out where all subgraphs of the type have the field.
  if (joins.length === 0) return subgraphsOfType > 0;
  return joins.some(
    (join) =>
      stringArgument(join, 'graph') === graph &&
      !isTrue(join, 'external') &&
      !isTrue(join, 'usedOverridden') &&
      stringArgument(join, 'requires') === undefined,
  );
}

function narrow<Node extends FieldsDefinition>(
  node: Node,
  joined: ReadonlyMap<string, ReadonlySet<string>>,
): Node | null {
  const local = joined.get(node.name.value);
  const fields = node.fields?.filter(({ name }) => local?.has(name.value));
  if (!fields?.length) return null;
  return { ...node, fields };
}
