import type { Subgraph } from './subgraph.js';

/** A subgraph that is in use until it is given back. */
export interface Lease<Context> {
  subgraph: Subgraph<Context>;
  release(): Promise<void>;
}

/** Remote subgraphs by name and address: graphs that follow one another use the same, with its connections and circuit. */
export interface Remotes<Context> {
  lease(name: string, url: string): Lease<Context>;
}

export function createRemotes<Context>(
  open: (name: string, url: string) => Subgraph<Context>,
): Remotes<Context> {
  const inUse = new Map<string, { subgraph: Subgraph<Context>; leases: number }>();
  return {
    lease(name, url) {
      const key = `${name} ${url}`;
      const entry = inUse.get(key) ?? { subgraph: open(name, url), leases: 0 };
      entry.leases += 1;
      inUse.set(key, entry);
      return {
        subgraph: entry.subgraph,
        async release() {
          entry.leases -= 1;
          if (entry.leases > 0) return;
          inUse.delete(key);
          await entry.subgraph.close();
        },
      };
    },
  };
}
