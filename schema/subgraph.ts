import { type GraphQLObjectType, type GraphQLSchema, Kind, print, type TypeDefinitionNode } from 'graphql';
import type { Complexity } from 'type-graphql';
import { catalogEntities, type Finders, findEntities, popularityEntities } from '../resolvers/entities.js';
import type { Context } from '../src/context.js';
import { definitionsOf } from './definitions.js';
import { withResolvers } from './executable.js';
import { isEntity, linkOf, machineryFor } from './federation.js';
import { declaredFields } from './ownership.js';
import { popularityResolvers } from './popularity.js';
import { type Slice, slice } from './slice.js';

/** What this gateway can be taken apart into: two owners, or `broadsheet`, both of them in one process. */
export type SubgraphName = 'catalog' | 'popularity' | 'broadsheet';

/** A part of the graph that a federation router can compose and query. */
export interface LocalSubgraph {
  name: SubgraphName;
  /** What composition reads: what the subgraph holds, with the directives of Apollo Federation 2.9. */
  sdl: string;
  /** Answers, for a `Context`, all that is in `sdl`, `_service` and `_entities`. */
  schema: GraphQLSchema;
}

const entitiesOf: Record<SubgraphName, Finders> = {
  catalog: catalogEntities,
  popularity: popularityEntities,
  broadsheet: catalogEntities,
};

/** Makes a subgraph of the merged schema (api.ts): its types, resolved by the same resolvers. */
export function buildSubgraph(name: SubgraphName, api: GraphQLSchema): LocalSubgraph {
  const definitions = definitionsOf(api);
  const own = slice(definitions, partOf(name, definitions));
  const sdl = `${print({ kind: Kind.DOCUMENT, definitions: [linkOf(own), ...own] })}\n`;
  const schema = withResolvers({ kind: Kind.DOCUMENT, definitions: [...own, ...machineryFor(own)] }, api);
  const { _service, _entities } = (schema.getQueryType() as GraphQLObjectType).getFields();
  Object.assign(_service ?? {}, { resolve: () => ({ sdl }) });
  Object.assign(_entities ?? {}, {
    resolve: (_root: unknown, { representations }: { representations: unknown[] }, context: Context) =>
      findEntities(representations, entitiesOf[name], context),
    extensions: { complexity: entitiesCost },
  });
  return { name, sdl, schema };
}

/**
 * Popularity holds the fields that its resolvers declare and what they lead to; of another's entity it knows the id.
 * The catalog holds all the rest.
 */
function partOf(name: SubgraphName, definitions: readonly TypeDefinitionNode[]): Slice {
  const roots = ['Query', 'Mutation'];
  if (name === 'broadsheet') return { roots, holds: () => true };
  const popularity = declaredFields(popularityResolvers);
  const isPopularity = (type: string, field: string) => popularity.has(`${type}.${field}`);
  if (name === 'catalog') return { roots, holds: (type, field) => !isPopularity(type, field) };
  const extended = new Set(definitions.filter(isEntity).map((definition) => definition.name.value));
  return {
    roots: [...popularity].map((coordinate) => coordinate.split('.', 1)[0] as string),
    holds: (type, field) =>
      isPopularity(type, field) || (extended.has(type) ? field === 'id' : !roots.includes(type)),
  };
}

const entitiesCost: Complexity = ({ args, childComplexity }) =>
  1 + args.representations.length * childComplexity;
