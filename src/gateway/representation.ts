import type {
  FetchNodePathSegment,
  InputRewrite,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import type { GraphQLSchema } from 'graphql';
import { type Entity, isEntity, newEntity } from './entity.js';
import { isOfType } from './flatten.js';

/** What a subgraph is told of an entity: its type, its key, and the fields that are required of others. */
export type Representation = Entity;

/** What stands in the way of asking a subgraph about an entity. */
export interface Missing {
  /** The object and the key at which a value is not there: no subgraph gave it. */
  entity: Entity;
  key: string;
}

/**
 * The representation of an entity by a plan's `requires`, or what is missing for one. Undefined where there is nothing
 * to ask with: its keys are null.
 */
export function represent(
  entity: Entity,
  requires: readonly RequiresSelection[],
  rewrites: readonly InputRewrite[] | undefined,
  schema: GraphQLSchema,
): { representation: Representation } | { missing: Missing } | undefined {
  let missing: Missing | undefined;
  const asInterfaces = interfacesSetBy(rewrites);
  const representation = select(entity, requires);
  if (missing) return { missing };
  representation.__typename ??= entity.__typename;
  const hasKey = Object.entries(representation).some(
    ([key, value]) => key !== '__typename' && value !== null,
  );
  if (!hasKey) return undefined;
  for (const rewrite of rewrites ?? []) applyRewrite(representation, rewrite, schema);
  return { representation };

  function select(from: Entity, selections: readonly RequiresSelection[], into = newEntity()): Entity {
    for (const selection of selections) {
      if (selection.kind === 'FragmentSpread') continue; // The planner writes none.
      if (selection.kind === 'InlineFragment') {
        if (isOfType(from, [selection.typeCondition, ...asInterfaces], schema))
          select(from, selection.selections, into);
        continue;
      }
      // It stands under its name in the answer, and under its alias in the representation.
      const { name, alias: key = name } = selection;
      const value = from[name];
      if (value === undefined) missing ??= { entity: from, key: name };
      else into[key] = copy(value, selection.selections, into[key]);
    }
    return into;
  }

  function copy(
    value: unknown,
    selections: readonly RequiresSelection[] | undefined,
    there: unknown,
  ): unknown {
    if (!selections?.length || value === null) return value;
    if (Array.isArray(value)) {
      return value.map((item, index) =>
        copy(item, selections, Array.isArray(there) ? there[index] : undefined),
      );
    }
    return isEntity(value) ? select(value, selections, isEntity(there) ? there : newEntity()) : value;
  }
}

/**
 * The interfaces as which entities are presented (`@interfaceObject`). Where such a fetch is for several types, the
 * planner keeps the condition of one of them: so it is taken to be for all types of the interface.
 */
function interfacesSetBy(rewrites: readonly InputRewrite[] = []): string[] {
  return rewrites.flatMap((rewrite) => {
    if ('KeyRenamer' in rewrite) return [];
    const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
    const [condition, key] = path;
    const setsTypename =
      condition && 'TypenameEquals' in condition && key && 'Key' in key && key.Key === '__typename';
    return setsTypename ? setValueTo : [];
  });
}

/** Changes a value as a plan says: sets what a path leads to, or renames its last key. */
export function applyRewrite(value: unknown, rewrite: InputRewrite, schema: GraphQLSchema): void {
  if ('KeyRenamer' in rewrite) {
    const { path, renameKeyTo } = rewrite.KeyRenamer;
    onLast(value, path, schema, (parent, key) => {
      if (!(key in parent)) return;
      parent[renameKeyTo] = parent[key];
      delete parent[key];
    });
  } else {
    const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
    onLast(value, path, schema, (parent, key) => {
      parent[key] = setValueTo;
    });
  }
}

/** Calls back for each object that has the last key of a path. */
function onLast(
  value: unknown,
  path: readonly FetchNodePathSegment[],
  schema: GraphQLSchema,
  change: (parent: Entity, key: string) => void,
  at = 0,
): void {
  const segment = path[at];
  if (Array.isArray(value)) for (const item of value) onLast(item, path, schema, change, at);
  else if (!isEntity(value) || !segment) return;
  else if ('TypenameEquals' in segment) {
    if (isOfType(value, segment.TypenameEquals, schema)) onLast(value, path, schema, change, at + 1);
  } else if (at === path.length - 1) change(value, segment.Key);
  else onLast(value[segment.Key], path, schema, change, at + 1);
}
