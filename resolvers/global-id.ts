import { badInput } from '../src/errors.js';

/** The types that have a permanent identity. */
export const nodeTypes = ['Article', 'Source', 'Category'] as const;
export type NodeType = (typeof nodeTypes)[number];

/** The Relay global ID of a stored id. A withdrawn article keeps the one it had as an article. */
export function toGlobalId(type: NodeType, id: number): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

/** @throws CatalogedError BAD_USER_INPUT that names `argument`, for what was never an id of ours. */
export function fromGlobalId(globalId: string, argument: string): { type: NodeType; id: number } {
  const [name, digits] = Buffer.from(globalId, 'base64url').toString().split(':');
  const type = nodeTypes.find((known) => known === name);
  const id = Number(digits);
  if (type && Number.isSafeInteger(id) && id > 0 && toGlobalId(type, id) === globalId) return { type, id };
  throw badInput(
    argument,
    `is not an id of this gateway: "${globalId.slice(0, 80)}". Pass on an "id" that it gave`,
  );
}

/** The stored id in a global ID of one type. @throws CatalogedError BAD_USER_INPUT that names `argument`. */
export function idOf(type: NodeType, globalId: string, argument: string): number {
  const decoded = fromGlobalId(globalId, argument);
  if (decoded.type === type) return decoded.id;
  throw badInput(
    argument,
    `must be the id of ${type === 'Article' ? 'an' : 'a'} ${type}, not of a ${decoded.type}`,
  );
}
