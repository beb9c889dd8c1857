import { type GraphQLSchema, isObjectType } from 'graphql';
import type { FetchShape } from './fetch-shape.js';

/** An object of the answer as it is gathered: by response key, with `__typename` wherever a plan needs it. */
export type Entity = Record<string, unknown>;

/** One without keys, nor any that it inherits: a client's alias may be `constructor` or `__proto__`. */
export function newEntity(): Entity {
  return new Bare();
}

/** What `Object.create(null)` gives takes twice as long to fill and to print. */
const Bare = function Bare() {} as unknown as new () => Entity;
Bare.prototype = Object.create(null);

export function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Adds what a subgraph answered to what is there. Only what was asked for is taken, always as a copy: one entity may
 * stand in several places, and a subgraph that sends more than it was asked for changes nothing. What is there is not
 * overwritten by null, nor the name of an object type by any other: only that of an interface (`@interfaceObject`) is.
 */
export function take(
  there: unknown,
  answer: unknown,
  shape: FetchShape | null,
  schema: GraphQLSchema,
): unknown {
  if (answer === undefined || answer === null) return there === undefined ? answer : there;
  if (!shape) return answer;
  if (Array.isArray(answer)) {
    const items = Array.isArray(there) ? there : [];
    return answer.map((item, index) => take(items[index], item, shape, schema));
  }
  if (typeof answer !== 'object') return there ?? answer;
  const target = isEntity(there) ? there : newEntity();
  takeInto(target, answer as Entity, shape, schema);
  return target;
}

/** {@link take} for an object that is there. */
export function takeInto(target: Entity, answer: Entity, shape: FetchShape, schema: GraphQLSchema): void {
  for (const [key, inner] of shape) {
    if (!Object.hasOwn(answer, key)) continue;
    const value = answer[key];
    if (key === '__typename' && isObjectType(schema.getType(String(target[key])))) continue;
    target[key] = take(target[key], value, inner, schema);
  }
}

/** Puts an object that is a copy of ours into another one; null takes no value's place. */
export function mergeInto(target: Entity, own: Entity): void {
  for (const [key, value] of Object.entries(own)) {
    const there = target[key];
    if (isEntity(there) && isEntity(value)) mergeInto(there, value);
    else if (Array.isArray(there) && Array.isArray(value) && there.length === value.length) {
      there.forEach((item, index) => {
        if (isEntity(item) && isEntity(value[index])) mergeInto(item, value[index]);
      });
    } else if (value !== null || there === undefined) target[key] = value;
  }
}
