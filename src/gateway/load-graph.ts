import { assertValidSchema, buildASTSchema, type GraphQLSchema } from 'graphql';
import { withResolvers } from '../../schema/executable.js';
import { createEngine } from './engine.js';
import type { Graph } from './graph.js';
import { applyListSizes } from './list-size.js';
import { localSubgraph } from './local-subgraph.js';
import { createPlanner } from './planner.js';
import { tryPlanner } from './planner-trial.js';
import type { Lease, Remotes } from './remotes.js';
import type { Subgraph } from './subgraph.js';
import { readSupergraph, type Supergraph, SupergraphError } from './supergraph.js';

/** What of a supergraph is in this process. */
export interface LocalPart {
  /** Its name in the supergraph. */
  name: string;
  /** As a subgraph, with `_entities`. */
  subgraph: GraphQLSchema;
  /** As clients see it. */
  api: GraphQLSchema;
}

export interface GraphOptions<Context> {
  remotes: Remotes<Context>;
  local?: LocalPart | undefined;
}

/** Makes a graph that can be served out of a supergraph. @throws SupergraphError where it cannot be served */
export async function loadGraph<Context>(
  sdl: string,
  { remotes, local }: GraphOptions<Context>,
): Promise<Graph<Context>> {
  const supergraph = readSupergraph(sdl);
  await tryPlanner(sdl);
  const planner = await createPlanner(supergraph);
  const schema = publicSchema(supergraph, local);
  const leases: Lease<Context>[] = [];
  const subgraphs = new Map<string, Subgraph<Context>>();
  const close = async () => void (await Promise.all(leases.map((lease) => lease.release())));
  try {
    for (const { name, url } of supergraph.members) {
      if (name === local?.name) subgraphs.set(name, localSubgraph(name, local.subgraph));
      else {
        const lease = remotes.lease(name, url);
        leases.push(lease);
        subgraphs.set(name, lease.subgraph);
      }
    }
    return {
      schema,
      engine: createEngine({ supergraph, planner, schema, subgraphs, local: local?.name }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function publicSchema(supergraph: Supergraph, local: LocalPart | undefined): GraphQLSchema {
  try {
    const { publicDocument } = supergraph;
    const schema = local
      ? withResolvers(publicDocument, local.api)
      : buildASTSchema(publicDocument, { assumeValidSDL: true });
    assertValidSchema(schema);
    return applyListSizes(schema, supergraph);
  } catch (cause) {
    throw new SupergraphError(
      `What the supergraph shows to clients is no schema: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}
