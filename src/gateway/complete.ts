import {
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { clientKey } from './alias.js';
import { type Entity, isEntity, newEntity } from './entity.js';
import { absenceOf, type Gathered } from './execute-plan.js';
import type { ResponsePath } from './flatten.js';
import { completeLeaf } from './leaf.js';
import { createReports } from './reports.js';
import type { CompositeType, SelectedField, Selection } from './selection.js';
import { SubgraphFailure } from './subgraph.js';
import { errorAt } from './subgraph-errors.js';

/** What an answer is completed with. */
export interface Completion {
  /** What clients see. */
  schema: GraphQLSchema;
  /** All types of the supergraph. */
  allTypes: GraphQLSchema;
  /** The type that the operation begins with, and what it selects there. */
  root: GraphQLObjectType;
  selection: Selection;
  /** Values of fields that no subgraph gives: `__schema` and `__type`. */
  introspection?: Readonly<Record<string, unknown>> | undefined;
  /** The subgraphs that give a field: one of them is to blame for a wrong value. */
  ownersOf(type: string, field: string): readonly string[];
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
  { schema, allTypes, root, selection, introspection, ownersOf }: Completion,
): { data: Entity | null; errors: GraphQLError[] } {
  const reports = createReports(errors);
  /** Where in the answer we are. */
  const path: (string | number)[] = [];
  const answer = object(data, root, selection);
  return { data: answer === nulled ? null : answer, errors: reports.errors };

  function object(entity: Entity, type: CompositeType, selection: Selection): Entity | typeof nulled {
    const result = newEntity();
    for (const selected of selection.fieldsOf(type)) {
      const { key, publicKey, field } = selected;
      if (field.name === '__typename') result[publicKey] = type.name;
      else if (introspection && type === root && field.name.startsWith('__')) {
        result[publicKey] = introspection[publicKey];
      } else {
        path.push(key);
        const completed = fieldValue(entity, selected);
        path.pop();
        if (completed === nulled) return nulled;
        result[publicKey] = completed;
      }
    }
    return result;
  }

  function fieldValue(entity: Entity, selected: SelectedField): unknown {
    const given = entity[selected.key];
    if (given === undefined) {
      const cause = absenceOf(absences, entity, selected.key);
      if (cause && !reports.isAt(publicPath(path))) reports.add(errorAt(path, cause));
    }
    return value(given, selected.field.type, selected);
  }

  function value(given: unknown, type: GraphQLOutputType, selected: SelectedField): unknown {
    if (isNonNullType(type)) {
      const completed = value(given, type.ofType, selected);
      if (completed !== null) return completed;
      if (!reports.explains(publicPath(path))) wrong(selected, 'null where it may not be null');
      return nulled;
    }
    if (given === null || given === undefined) return null;
    if (isListType(type)) return list(given, type.ofType, selected);
    if (isLeafType(type)) {
      const completed = completeLeaf(given, type);
      if (completed !== undefined) return completed;
      return isHiddenValue(given, type) ? null : wrong(selected, `no ${type.name}`);
    }
    const concrete = isEntity(given) ? typeOf(given, type) : undefined;
    if (!isEntity(given) || !concrete) return wrong(selected, `no ${type.name}`);
    if (concrete === hidden) return null;
    if (isInterfaceType(concrete) && selected.selection.dependsOnType(concrete)) {
      const cause = absenceOf(absences, given, '__typename');
      if (cause) reports.add(errorAt(path, cause));
      return null;
    }
    const completed = object(given, concrete, selected.selection);
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

  function list(given: unknown, itemType: GraphQLOutputType, selected: SelectedField): unknown {
    if (!Array.isArray(given)) return wrong(selected, 'no list');
    const items: unknown[] = [];
    for (const [index, item] of given.entries()) {
      path.push(index);
      const completed = value(item, itemType, selected);
      path.pop();
      if (completed === nulled) return null;
      items.push(completed);
    }
    return items;
  }

  function wrong({ parent, field }: SelectedField, what: string): null {
    const owners = ownersOf(parent.name, field.name).join('" or "');
    const message = `The subgraph "${owners}" gave a wrong answer: ${parent.name}.${field.name} came as ${what}`;
    reports.add(errorAt(path, new SubgraphFailure('SUBGRAPH_INVALID_RESPONSE', owners, message)));
    return null;
  }
}

function publicPath(path: ResponsePath): ResponsePath {
  return path.map((step) => (typeof step === 'string' ? clientKey(step) : step));
}
