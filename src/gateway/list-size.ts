import {
  type DirectiveNode,
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import { directivesNamed, namedType, type Supergraph } from './supergraph.js';

/** What graphql-query-complexity hands to an estimator. */
interface Estimate {
  args: Record<string, unknown>;
  childComplexity: number;
}

/** What a list is taken to hold where its subgraph says nothing. */
const usualLength = 5;

/**
 * Gives the fields of other people's subgraphs their cost: `@cost` is that of the field, `@listSize` how often that of
 * its items counts (the IBM GraphQL Cost Directive specification, as Apollo Federation 2.9 has it). Fields that bring
 * their own estimate keep it.
 */
export function applyListSizes(schema: GraphQLSchema, { document }: Supergraph): GraphQLSchema {
  const definitions = new Map<string, FieldDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    for (const field of definition.fields ?? [])
      definitions.set(`${definition.name.value}.${field.name.value}`, field);
  }
  // The items of a connection are counted where its length is known: at the field that leads to it.
  const counted = new Set(
    [...definitions.values()].flatMap(({ type, directives }) => {
      const { sizedFields = [] } = argumentsOf(directivesNamed(directives, 'listSize')[0]);
      return (sizedFields as string[]).map((field) => `${namedType(type)}.${field}`);
    }),
  );
  for (const type of Object.values(schema.getTypeMap())) {
    if ((!isObjectType(type) && !isInterfaceType(type)) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.extensions.complexity !== undefined) continue;
      const coordinate = `${type.name}.${field.name}`;
      const complexity = estimator(field, definitions.get(coordinate), counted.has(coordinate));
      field.extensions = { ...field.extensions, complexity };
    }
  }
  return schema;
}

function estimator(
  field: GraphQLField<unknown, unknown>,
  definition: FieldDefinitionNode | undefined,
  isCounted: boolean,
) {
  const [cost] = directivesNamed(definition?.directives, 'cost');
  const [size] = directivesNamed(definition?.directives, 'listSize');
  const weight = Number(argumentsOf(cost).weight ?? 1) || 0;
  const { assumedSize, slicingArguments = [] } = argumentsOf(size);
  const type = isNonNullType(field.type) ? field.type.ofType : field.type;
  const isPlain = isCounted || (!size && !isListType(type));
  return ({ args, childComplexity }: Estimate): number => {
    if (isPlain) return weight + childComplexity;
    const asked = (slicingArguments as string[])
      .map((name) => name.split('.').reduce<unknown>((at, step) => (at as never)?.[step], args))
      .filter((value) => typeof value === 'number');
    const length =
      asked.length > 0 ? Math.max(0, ...(asked as number[])) : Number(assumedSize ?? usualLength);
    return weight + length * Math.max(childComplexity, 1);
  };
}

function argumentsOf(directive: DirectiveNode | undefined): Record<string, unknown> {
  const pairs = directive?.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]);
  return Object.fromEntries(pairs ?? []);
}
