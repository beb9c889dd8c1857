import { type GraphQLLeafType, isEnumType, specifiedScalarTypes } from 'graphql';

const builtIn = new Set(specifiedScalarTypes.map(({ name }) => name));

/** A leaf as it may be sent on; undefined where it is of another type. What custom scalars hold is theirs to say. */
export function completeLeaf(given: unknown, type: GraphQLLeafType): unknown {
  if (isEnumType(type)) return typeof given === 'string' && type.getValue(given) ? given : undefined;
  if (!builtIn.has(type.name)) return given;
  switch (type.name) {
    case 'Int':
      return typeof given === 'number' && (given | 0) === given ? given : undefined;
    case 'Float':
      return Number.isFinite(given) ? given : undefined;
    case 'Boolean':
      return typeof given === 'boolean' ? given : undefined;
    case 'ID':
      return typeof given === 'string' ? given : Number.isInteger(given) ? String(given) : undefined;
    default:
      return typeof given === 'string' ? given : undefined;
  }
}
