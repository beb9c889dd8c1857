import {
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { clientKey } from './alias.js';
import { isIncluded } from './condition.js';
import { type Entity, isEntity, newEntity } from './entity.js';
import { absenceOf, type Gathered } from './execute-plan.js';
import type { ResponsePath } from './flatten.js';
import { completeLeaf } from './leaf.js';
import { createReports } from './reports.js';
import { SubgraphFailure } from './subgraph.js';
import { errorAt } from './subgraph-errors.js';

/** What an answer is completed with. */
export interface Completion {
  /** What clients see. */
  schema: GraphQLSchema;
  /** All types of the supergraph. */
  allTypes: GraphQLSchema;
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
  /** Values of fields that no subgraph gives: `__schema` and `__type`. */
  introspection?: Readonly<Record<string, unknown>> | undefined;
  /** Kept by the caller for as long as operation, fragments and conditions stay the same. */
  memo?: CompletionMemo | undefined;
  /** The subgraphs that give a field: one of them is to blame for a wrong value. */
  ownersOf(type: string, field: string): readonly string[];
}

/** What is found out once about the selections of an operation. */
export interface CompletionMemo {
  root: readonly SelectionSetNode[];
  /** The fields of a type that selections show. */
  selected: Map<readonly SelectionSetNode[], Map<CompositeType, Selected[]>>;
}

export function completionMemo({ selectionSet }: OperationDefinitionNode): CompletionMemo {
  return { root: [selectionSet], selected: new Map() };
}

/** In place of the type of an object: one that clients do not know of. */
const hidden = Symbol('hidden');

/** A null where none may be: it takes the nearest place above that may be null. */
const nulled = Symbol('nulled');

/**
 * Shapes what subgraphs gave into the answer that the operation asks for, by the GraphQL specification (6.4.3 value
 * completion, 6.4.4 handling field errors): only selected fields in their order, values of the right type, null and
 * an error for each that is not, and null further up where null may not stand.
 */
export function complete(
  { data, errors, absences }: Gathered,
  completion: Completion,
): { data: Entity | null; errors: GraphQLError[] } {
  const { schema, allTypes, operation, fragments, variables, introspection, ownersOf } = completion;
  const root = schema.getRootType(operation.operation) as GraphQLObjectType;
  const { root: selectionSets, selected: collected } = completion.memo ?? completionMemo(operation);
  const reports = createReports(errors);
  const answer = object(data, root, selectionSets, []);
  return { data: answer === nulled ? null : answer, errors: reports.errors };

  function object(
    entity: Entity,
    type: CompositeType,
    selectionSets: readonly SelectionSetNode[],
    path: ResponsePath,
  ): Entity | typeof nulled {
    const result = newEntity();
    for (const { key, field, selectionSets: inner } of fieldsOf(type, selectionSets)) {
      const here = [...path, key];
      if (field.name === '__typename') result[clientKey(key)] = type.name;
      else if (introspection && type === root && field.name.startsWith('__')) {
        result[clientKey(key)] = introspection[clientKey(key)];
      } else {
        const completed = fieldValue(entity, type, field, key, inner, here);
        if (completed === nulled) return nulled;
        result[clientKey(key)] = completed;
      }
    }
    return result;
  }

  function fieldValue(
    entity: Entity,
    parent: CompositeType,
    field: GraphQLField<unknown, unknown>,
    key: string,
    selectionSets: readonly SelectionSetNode[],
    path: ResponsePath,
  ): unknown {
    const given = entity[key];
    if (given === undefined) {
      const cause = absenceOf(absences, entity, key);
      if (cause && !reports.isAt(publicPath(path))) reports.add(errorAt(path, cause));
    }
    return value(given, field.type, { parent, field }, selectionSets, path);
  }

  function value(
    given: unknown,
    type: GraphQLOutputType,
    at: Place,
    selectionSets: readonly SelectionSetNode[],
    path: ResponsePath,
  ): unknown {
    if (isNonNullType(type)) {
      const completed = value(given, type.ofType, at, selectionSets, path);
      if (completed !== null) return completed;
      if (!reports.explains(publicPath(path))) wrong(at, path, 'null where it may not be null');
      return nulled;
    }
    if (given === null || given === undefined) return null;
    if (isListType(type)) return list(given, type.ofType, at, selectionSets, path);
    if (isLeafType(type)) {
      const completed = completeLeaf(given, type);
      if (completed !== undefined) return completed;
      return isHiddenValue(given, type) ? null : wrong(at, path, `no ${type.name}`);
    }
    const concrete = isEntity(given) ? typeOf(given, type) : undefined;
    if (!isEntity(given) || !concrete) return wrong(at, path, `no ${type.name}`);
    if (concrete === hidden) return null;
    if (isInterfaceType(concrete) && dependsOnType(selectionSets, concrete)) {
      const cause = absenceOf(absences, given, '__typename');
      if (cause) reports.add(errorAt(path, cause));
      return null;
    }
    const completed = object(given, concrete, selectionSets, path);
    return completed === nulled ? null : completed;
  }

  function isHiddenValue(given: unknown, { name }: GraphQLLeafType): boolean {
    const type = allTypes.getType(name);
    return isEnumType(type) && completeLeaf(given, type) !== undefined;
  }

  /** The type of an object; an interface where no subgraph knew more, undefined where it cannot be. */
  function typeOf(given: Entity, type: GraphQLCompositeType): CompositeType | typeof hidden | undefined {
    if (isObjectType(type)) return type;
    const { __typename: name = type.name } = given;
    const known = typeof name === 'string' ? allTypes.getType(name) : undefined;
    const abstract = allTypes.getType(type.name);
    if (!isObjectType(known) && !isInterfaceType(known)) return undefined;
    if (known !== abstract && !(isAbstractType(abstract) && allTypes.isSubType(abstract, known)))
      return undefined;
    return (schema.getType(known.name) as CompositeType | undefined) ?? hidden;
  }

  /** Whether more is asked of an object than all objects of its interface show. */
  function dependsOnType(
    selectionSets: readonly SelectionSetNode[],
    type: GraphQLInterfaceType,
    possible = schema.getPossibleTypes(type),
    isNarrowed = false,
  ): boolean {
    return selectionSets.some(({ selections }) =>
      selections.some((selection) => {
        if (!isIncluded(selection, variables)) return false;
        if (selection.kind === Kind.FIELD) return isNarrowed || selection.name.value === '__typename';
        const inner = fragmentOf(selection);
        const condition = inner?.typeCondition?.name.value;
        const narrowed = possible.filter((object) => applies(condition, object));
        if (!inner || narrowed.length === 0) return false;
        return dependsOnType([inner.selectionSet], type, narrowed, isNarrowed || !applies(condition, type));
      }),
    );
  }

  function list(
    given: unknown,
    itemType: GraphQLOutputType,
    at: Place,
    selectionSets: readonly SelectionSetNode[],
    path: ResponsePath,
  ): unknown {
    if (!Array.isArray(given)) return wrong(at, path, 'no list');
    const items: unknown[] = [];
    for (const [index, item] of given.entries()) {
      const completed = value(item, itemType, at, selectionSets, [...path, index]);
      if (completed === nulled) return null;
      items.push(completed);
    }
    return items;
  }

  function wrong({ parent, field }: Place, path: ResponsePath, what: string): null {
    const owners = ownersOf(parent.name, field.name).join('" or "');
    const message = `The subgraph "${owners}" gave a wrong answer: ${parent.name}.${field.name} came as ${what}`;
    reports.add(errorAt(path, new SubgraphFailure('SUBGRAPH_INVALID_RESPONSE', owners, message)));
    return null;
  }

  /** The fields that an object of this type shows, those of one key together (CollectFields, 6.3.2). */
  function fieldsOf(type: CompositeType, selectionSets: readonly SelectionSetNode[]): Selected[] {
    const byType = collected.get(selectionSets) ?? new Map<CompositeType, Selected[]>();
    collected.set(selectionSets, byType);
    let selected = byType.get(type);
    if (!selected) {
      const grouped = new Map<
        string,
        { field: GraphQLField<unknown, unknown>; selectionSets: SelectionSetNode[] }
      >();
      for (const selectionSet of selectionSets) collect(selectionSet, type, grouped, new Set());
      selected = [...grouped].map(([key, group]) => ({ key, ...group }));
      byType.set(type, selected);
    }
    return selected;
  }

  function collect(
    selectionSet: SelectionSetNode,
    type: CompositeType,
    grouped: Map<string, { field: GraphQLField<unknown, unknown>; selectionSets: SelectionSetNode[] }>,
    spread: Set<string>,
  ): void {
    for (const selection of selectionSet.selections) {
      if (!isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const field = fieldOf(type, selection.name.value);
        if (!field) continue;
        const key = (selection.alias ?? selection.name).value;
        const group = grouped.get(key) ?? { field, selectionSets: [] as SelectionSetNode[] };
        if (selection.selectionSet) group.selectionSets.push(selection.selectionSet);
        grouped.set(key, group);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) continue;
        spread.add(selection.name.value);
      }
      const inner = fragmentOf(selection);
      if (inner && applies(inner.typeCondition?.name.value, type))
        collect(inner.selectionSet, type, grouped, spread);
    }
  }

  function fragmentOf(
    selection: FragmentSpreadNode | InlineFragmentNode,
  ): InlineFragmentNode | FragmentDefinitionNode | undefined {
    return selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
  }

  function applies(condition: string | undefined, type: CompositeType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const abstract = schema.getType(condition);
    return isAbstractType(abstract) && schema.isSubType(abstract, type);
  }
}

const metaFields = new Map(
  [TypeNameMetaFieldDef, SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
);

function fieldOf(type: CompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return type.getFields()[name] ?? metaFields.get(name);
}

type CompositeType = GraphQLObjectType | GraphQLInterfaceType;

interface Selected {
  key: string;
  field: GraphQLField<unknown, unknown>;
  selectionSets: readonly SelectionSetNode[];
}

interface Place {
  parent: CompositeType;
  field: GraphQLField<unknown, unknown>;
}

function publicPath(path: ResponsePath): ResponsePath {
  return path.map((step) => (typeof step === 'string' ? clientKey(step) : step));
}
