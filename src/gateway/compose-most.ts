import { compose, type SubgraphSdl } from './compose.js';
import type { CompositionError } from './composition-problems.js';

export interface MostOptions {
  /** What the graph is never without. */
  local: SubgraphSdl;
  /** The others, as they would be. */
  wanted: readonly SubgraphSdl[];
  /** The others as they are in the graph so far; they compose with the local part. */
  current: readonly SubgraphSdl[];
}

export interface MostComposed {
  supergraph: string;
  /** What it is made of, beside the local part. */
  members: readonly SubgraphSdl[];
  /** What is not in it, and why. */
  refused: readonly { subgraph: SubgraphSdl; error: CompositionError }[];
}

/**
 * Composes all subgraphs; where they do not compose, as many as do: to what is there already, each new one is added
 * that then still composes, and each changed one put in the place of what it was.
 *
 * @throws CompositionError where not even the local part and the current ones compose
 */
export function composeMost({ local, wanted, current }: MostOptions): MostComposed {
  try {
    return { supergraph: compose([local, ...wanted]).supergraph, members: wanted, refused: [] };
  } catch {
    // Whose fault it is turns out below.
  }
  let members = current;
  let { supergraph } = compose([local, ...members]);
  let refused = wanted
    .filter(({ name, sdl }) => !current.some((member) => member.name === name && member.sdl === sdl))
    .map((subgraph) => ({ subgraph }) as MostComposed['refused'][number]);
  // Again after each that fits: one may need what another brings.
  for (let count = -1; count !== refused.length; ) {
    count = refused.length;
    refused = refused.flatMap(({ subgraph }) => {
      const trial = [...members.filter(({ name }) => name !== subgraph.name), subgraph];
      try {
        supergraph = compose([local, ...trial]).supergraph;
        members = trial;
        return [];
      } catch (error) {
        return { subgraph, error: error as CompositionError };
      }
    });
  }
  return { supergraph, members, refused };
}
