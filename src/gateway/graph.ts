import type { GraphQLSchema } from 'graphql';
import type { Engine } from './engine.js';

/** A graph as it is served: one schema, and an engine where not all of it is in this process. */
export interface Graph<Context> {
  /** What clients see; what is in this process has its resolvers. */
  schema: GraphQLSchema;
  /** Absent: everything is in this process and nothing is planned. */
  engine?: Engine<Context>;
  /** Gives back what the graph holds once nobody uses it any longer. */
  close?(): Promise<void>;
}
