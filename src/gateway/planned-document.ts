import {
  type DocumentNode,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { isIncluded } from './condition.js';
import { directivesNamed, isTrue, type Supergraph, stringArgument } from './supergraph.js';

export interface PlannedDocumentOptions {
  supergraph: Supergraph;
  /** What clients see. */
  publicSchema: GraphQLSchema;
  /** They decide `@skip` and `@include`. */
  variables: Readonly<Record<string, unknown>>;
  /** Asks for the types of all objects: the planner fails where nothing of what is asked of one can be of its type. */
  withTypes?: boolean;
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * What the planner is given of an operation, so that its plan gives all that the answer is made of. It fails on some
 * `@skip` and `@include`, so they are decided before; nor does it take `__schema` and `__type`, which no subgraph is
 * asked for. The type of an object is asked for wherever the answer depends on it, even if the client wants it under
 * another name or not at all; and the keys of an `@interfaceObject`, which the planner may ask for too late.
 */
export function plannedDocument(
  document: DocumentNode,
  { supergraph, publicSchema, variables, withTypes = false }: PlannedDocumentOptions,
): DocumentNode {
  const { schema } = supergraph;
  const types = new TypeInfo(schema);
  const mayBeHidden = (type: GraphQLAbstractType) =>
    schema.getPossibleTypes(type).some(({ name }) => !publicSchema.getType(name));
  return visit(
    document,
    visitWithTypeInfo(types, {
      [Kind.FIELD](node) {
        if (!isIncluded(node, variables)) return null;
        return isSchemaField(node) || node.name.value === '__typename' ? typename : withoutConditions(node);
      },
      [Kind.INLINE_FRAGMENT]: (node) => (isIncluded(node, variables) ? withoutConditions(node) : null),
      [Kind.FRAGMENT_SPREAD]: (node) => (isIncluded(node, variables) ? withoutConditions(node) : null),
      [Kind.SELECTION_SET]: {
        leave(node) {
          const type = types.getParentType();
          const selections = [...node.selections];
          if (isAbstractType(type) && selections.some(({ kind }) => kind !== Kind.FIELD))
            selections.push(...keysAsObject(type.name, supergraph));
          if (selections.length === 0 || withTypes || (isAbstractType(type) && mayBeHidden(type)))
            selections.push(typename);
          return selections.length > node.selections.length ? { ...node, selections } : undefined;
        },
      },
    }),
  );
}

/** What of a document concerns the schema, or undefined where nothing does. */
export function introspectionDocument(document: DocumentNode): DocumentNode | undefined {
  let isEmpty = true;
  const introspection = visit(document, {
    // Those on types of the schema itself belong to a field that stays whole.
    [Kind.FRAGMENT_DEFINITION]: (node) =>
      node.typeCondition.name.value.startsWith('__') ? false : undefined,
    [Kind.FIELD](node) {
      if (!isSchemaField(node)) return null;
      isEmpty = false;
      return false;
    },
  });
  return isEmpty ? undefined : introspection;
}

/** The keys by which subgraphs know an interface as an `@interfaceObject`. */
function keysAsObject(interfaceName: string, { document }: Supergraph): SelectionNode[] {
  return document.definitions
    .flatMap((definition) => {
      if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION || definition.name.value !== interfaceName)
        return [];
      return directivesNamed(definition.directives, 'join__type').flatMap((join) => {
        const key = isTrue(join, 'isInterfaceObject') && stringArgument(join, 'key');
        return key
          ? (parse(`{ ${key} }`, { noLocation: true }).definitions as OperationDefinitionNode[])
          : [];
      });
    })
    .flatMap(({ selectionSet }) => selectionSet.selections);
}

function withoutConditions<Node extends SelectionNode>(node: Node): Node | undefined {
  if (!node.directives?.length) return undefined;
  return { ...node, directives: node.directives.filter(({ name }) => !/^(skip|include)$/.test(name.value)) };
}

function isSchemaField(node: FieldNode): boolean {
  return /^__(schema|type)$/.test(node.name.value);
}
