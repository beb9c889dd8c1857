import type { QueryPlan } from '@graphql-hive/router-query-planner';
import type { Supergraph } from './supergraph.js';
import { SupergraphError } from './supergraph.js';

/** What share of requests a progressive override moves: `percent(5)` in its label. */
const everyPercent = 100;

/** Makes plans over one supergraph. */
export interface Planner {
  /** Names the choice of overrides that one request falls under: plans are kept for each. */
  drawOverrides(): Overrides;
  plan(query: string, operationName: string | undefined, overrides: Overrides): Promise<QueryPlan>;
}

/** Which progressive overrides hold for a request. */
export interface Overrides {
  /** The same for all percentages that lead to the same plans. */
  key: number;
  percentage: number;
}

/**
 * The native query planner over a supergraph. It is loaded when first needed, since it has binaries for glibc Linux
 * and macOS only and everything but federation runs without it.
 * @throws SupergraphError where there is no binary, or the planner does not take the supergraph
 */
export async function createPlanner({ sdl }: Supergraph): Promise<Planner> {
  const { QueryPlanner } = await import('@graphql-hive/router-query-planner').catch((cause) => {
    throw new SupergraphError(
      `The query planner has no binary for this machine (${process.platform} ${process.arch}): a gateway runs on Linux with glibc and on macOS`,
      { cause },
    );
  });
  try {
    const native = new QueryPlanner(sdl);
    const thresholds = [...native.overridePercentages];
    const noLabels = new Set<string>();
    return {
      drawOverrides() {
        if (thresholds.length === 0) return { key: 0, percentage: everyPercent };
        const percentage = Math.random() * everyPercent;
        return { key: thresholds.filter((threshold) => percentage < threshold).length, percentage };
      },
      plan: (query, operationName, { percentage }) =>
        native.planAsync(query, operationName, noLabels, percentage),
    };
  } catch (cause) {
    throw new SupergraphError(
      `The query planner does not take this supergraph: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}
