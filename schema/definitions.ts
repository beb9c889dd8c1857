import {
  type ConstDirectiveNode,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  parse,
  printSchema,
  type TypeDefinitionNode,
} from 'graphql';

/** A field of an object, an interface or an input type. */
type Field = NonNullable<Extract<TypeDefinitionNode, { fields?: unknown }>['fields']>[number];

/** What can carry directives: in the text, and declared by a decorator. */
type Directed = { readonly directives?: readonly ConstDirectiveNode[] };
type Declared = { readonly astNode?: Directed | null | undefined } | undefined;

/**
 * The definitions of a schema, sorted, together with the directives that decorators have put on types and fields
 * (`@key`, `@shareable`): `printSchema` leaves those out.
 */
export function definitionsOf(schema: GraphQLSchema): TypeDefinitionNode[] {
  const { definitions } = parse(printSchema(lexicographicSortSchema(schema)), { noLocation: true });
  return (definitions as TypeDefinitionNode[]).map((definition) => {
    const type = schema.getType(definition.name.value);
    const fields: Record<string, Declared> =
      isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? type.getFields() : {};
    const directed = withDeclared(definition, type as Declared);
    return withFields(directed, (field) => withDeclared(field, fields[field.name.value]));
  });
}

/** The definition with each of its fields changed, or taken out where `change` gives null. */
export function withFields(
  definition: TypeDefinitionNode,
  change: (field: Field) => Field | null,
): TypeDefinitionNode {
  if (!('fields' in definition) || !definition.fields) return definition;
  const fields = (definition.fields as readonly Field[]).flatMap((field) => change(field) ?? []);
  return { ...definition, fields } as TypeDefinitionNode;
}

function withDeclared<Node extends Directed>(node: Node, declared: Declared): Node {
  return { ...node, directives: [...(node.directives ?? []), ...(declared?.astNode?.directives ?? [])] };
}
