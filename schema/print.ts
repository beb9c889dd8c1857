import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildApi } from './api.js';
import { buildSubgraph } from './subgraph.js';
import { composeSupergraph } from './supergraph.js';

/** What is published, by the name of its file: sorted, so that a difference is a difference of the contract. */
export async function printSchemas(): Promise<Record<string, string>> {
  const api = await buildApi();
  return {
    'api.graphql': `${printSchema(lexicographicSortSchema(api))}\n`,
    'catalog.graphql': buildSubgraph('catalog', api).sdl,
    'popularity.graphql': buildSubgraph('popularity', api).sdl,
    'supergraph.graphql': composeSupergraph(api),
  };
}
