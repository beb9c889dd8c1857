import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import { type Entity, isEntity } from './entity.js';

export type ResponsePath = readonly (string | number)[];

/** An object that a plan's path leads to, and where it stands in the answer. */
export interface Location {
  entity: Entity;
  path: ResponsePath;
}

/** All objects that a path of a plan leads to. A list in a list has one `@` for both. */
export function locate(
  data: unknown,
  path: readonly FlattenNodePathSegment[],
  schema: GraphQLSchema,
): Location[] {
  const found: Location[] = [];
  walk(data, 0, []);
  return found;

  function walk(value: unknown, at: number, here: ResponsePath): void {
    const segment = path[at];
    if (Array.isArray(value)) {
      const next = segment === '@' ? at + 1 : at;
      for (const [index, item] of value.entries()) walk(item, next, [...here, index]);
    } else if (!isEntity(value)) {
      return;
    } else if (segment === undefined) {
      found.push({ entity: value, path: here });
    } else if (segment !== '@' && 'Field' in segment) {
      walk(value[segment.Field], at + 1, [...here, segment.Field]);
    } else if (segment !== '@' && isOfType(value, segment.TypeCondition, schema)) {
      walk(value, at + 1, here);
    }
  }
}

/** Whether an object is of one of the types, by name or as a member of an abstract one. */
export function isOfType(
  { __typename: name }: Entity,
  conditions: readonly string[],
  schema: GraphQLSchema,
): boolean {
  if (typeof name !== 'string' || conditions.includes(name)) return true;
  const type = schema.getType(name);
  return conditions.some((condition) => {
    const abstract = schema.getType(condition);
    return isAbstractType(abstract) && isObjectType(type) && schema.isSubType(abstract, type);
  });
}
