import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { type GraphQLSchema, parse } from 'graphql';
import { buildSubgraph, type SubgraphName } from './subgraph.js';

/** Where the subgraphs of the printed supergraph are: `broadsheet subgraph NAME --port PORT` on this machine. */
const ports = { catalog: 4001, popularity: 4002 } satisfies Partial<Record<SubgraphName, number>>;

/** Composes the two subgraphs into one supergraph. @throws Error that tells why they do not fit together */
export function composeSupergraph(api: GraphQLSchema): string {
  const composed = composeServices(
    Object.entries(ports).map(([name, port]) => ({
      name,
      url: `http://127.0.0.1:${port}/graphql`,
      typeDefs: parse(buildSubgraph(name as SubgraphName, api).sdl),
    })),
  );
  if (compositionHasErrors(composed)) throw new Error(composed.errors.map(String).join('\n'));
  return `${composed.supergraphSdl.trim()}\n`;
}
