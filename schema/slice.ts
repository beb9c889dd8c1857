import {
  type DirectiveNode,
  type FieldNode,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  parse,
  type TypeDefinitionNode,
  visit,
} from 'graphql';
import { withFields } from './definitions.js';

/** Which part of a schema is wanted. */
export interface Slice {
  /** The types to begin with: what no field leads to from there is left out. */
  roots: Iterable<string>;
  /** Whether a field of an object or input type belongs to it. */
  holds(type: string, field: string): boolean;
}

/** Cuts a part out of a schema's definitions, whole in itself: only fields, types, interfaces and keys that it holds. */
export function slice(
  definitions: readonly TypeDefinitionNode[],
  { roots, holds }: Slice,
): TypeDefinitionNode[] {
  const held = definitions.map((definition) =>
    withFields(definition, (field) => (holds(definition.name.value, field.name.value) ? field : null)),
  );
  const reached = reachable(held, roots);
  return held.flatMap((definition) => {
    if (!reached.has(definition.name.value)) return [];
    const interfaces = interfacesOf(definition).filter(({ name }) => reached.has(name.value));
    const directives = definition.directives?.filter((directive) => !isKeyWithout(definition, directive));
    return { ...definition, ...('interfaces' in definition ? { interfaces } : {}), directives };
  });
}

/** The types that fields lead to from `roots`; an interface leads to the types that implement it. */
function reachable(definitions: readonly TypeDefinitionNode[], roots: Iterable<string>): Set<string> {
  const next = new Map(definitions.map((definition) => [definition.name.value, typesIn(definition)]));
  for (const definition of definitions)
    for (const { name } of interfacesOf(definition)) next.get(name.value)?.push(definition.name.value);
  const reached = new Set<string>();
  const reach = (type: string): void => {
    if (reached.has(type)) return;
    reached.add(type);
    next.get(type)?.forEach(reach);
  };
  for (const root of roots) reach(root);
  return reached;
}

/** The types of its fields and their arguments, or the members of a union. */
function typesIn(definition: TypeDefinitionNode): string[] {
  const types: string[] = [];
  visit({ ...definition, interfaces: [] } as TypeDefinitionNode, {
    NamedType: ({ name }) => void types.push(name.value),
  });
  return types;
}

function interfacesOf(definition: TypeDefinitionNode): readonly NamedTypeNode[] {
  return ('interfaces' in definition && definition.interfaces) || [];
}

/** Whether a directive is a `@key` of fields of which the definition lacks one. */
function isKeyWithout(definition: TypeDefinitionNode, { name, arguments: given }: DirectiveNode): boolean {
  const fields = given?.find((argument) => argument.name.value === 'fields')?.value;
  if (name.value !== 'key' || fields?.kind !== Kind.STRING) return false;
  const held = new Set('fields' in definition ? definition.fields?.map((field) => field.name.value) : []);
  const key = parse(`{ ${fields.value} }`).definitions[0] as OperationDefinitionNode;
  return (key.selectionSet.selections as FieldNode[]).some((field) => !held.has(field.name.value));
}
