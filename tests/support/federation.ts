import {
  buildASTSchema,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { compose } from '../../src/gateway/compose.js';
import { createEngine, type Engine } from '../../src/gateway/engine.js';
import { loadGraph } from '../../src/gateway/load-graph.js';
import { localSubgraph } from '../../src/gateway/local-subgraph.js';
import { createPlanner, type Planner } from '../../src/gateway/planner.js';
import { remoteSubgraph } from '../../src/gateway/remote-subgraph.js';
import { createRemotes } from '../../src/gateway/remotes.js';
import type { Subgraph } from '../../src/gateway/subgraph.js';
import { readSupergraph, type Supergraph } from '../../src/gateway/supergraph.js';
import { createMetrics } from '../../src/observability/metrics.js';
import { type MisbehavingServer, type Operation, startMisbehavingServer } from './misbehaving-server.js';

/** Goes before the schema of a subgraph. */
export const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@cost", "@external", "@inaccessible", "@interfaceObject", "@key", "@listSize", "@override", "@provides",
  "@requires", "@shareable"
])
`;

/** What an answer is to a client. */
export interface Answer {
  data?: any;
  /** The path as text: `article.comments.0`. */
  errors: { path: string | undefined; message: string; code?: string; subgraph?: string }[];
}

export type Ask = (
  query: string,
  variables?: Record<string, unknown>,
  operationName?: string,
) => Promise<Answer>;

/** Subgraphs by name, composed and read. */
export function supergraphOf(sdls: Readonly<Record<string, string>>): Supergraph {
  const subgraphs = Object.entries(sdls).map(([name, sdl]) => ({ name, sdl: link + sdl }));
  return readSupergraph(compose(subgraphs).supergraph);
}

/** A subgraph's schema as graphql-js executes it, with `_entities`; the resolvers are still to be added. */
export function subgraphSchema(sdl: string): GraphQLSchema {
  const entities = parse(sdl).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
    definition.directives?.some(({ name }) => name.value === 'key')
      ? definition.name.value
      : [],
  );
  const more = `
    scalar _Any
    union _Entity = ${entities.join(' | ')}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
  return buildASTSchema(parse(sdl + (entities.length > 0 ? more : '')), { assumeValidSDL: true });
}

/** A graph whose subgraphs are all in this process. */
export interface LocalGraph {
  supergraph: Supergraph;
  planner: Planner;
  /** What clients see. */
  schema: GraphQLSchema;
  subgraphs: ReadonlyMap<string, Subgraph<unknown>>;
  engine: Engine<unknown>;
}

/** Composes subgraphs that are executed in this process. */
export async function localGraph(
  sdls: Readonly<Record<string, string>>,
  withResolvers: (schema: GraphQLSchema) => GraphQLSchema,
): Promise<LocalGraph> {
  const supergraph = supergraphOf(sdls);
  const planner = await createPlanner(supergraph);
  const schema = buildASTSchema(supergraph.publicDocument);
  const subgraphs = new Map(
    Object.entries(sdls).map(([name, sdl]) => [
      name,
      localSubgraph(name, withResolvers(subgraphSchema(sdl))),
    ]),
  );
  return {
    supergraph,
    planner,
    schema,
    subgraphs,
    engine: createEngine({ supergraph, planner, schema, subgraphs }),
  };
}

/** What a subgraph answers to an operation: the body, as an object. */
export type Answering = (operation: Operation) => unknown;

/** A graph whose subgraphs answer over HTTP, whatever they like. */
export interface RemoteGraph {
  schema: GraphQLSchema;
  ask: Ask;
  /** By name of the subgraph. */
  servers: Readonly<Record<string, MisbehavingServer>>;
  /** What the next operations are answered with. */
  answers: Record<string, Answering>;
  /** All operations that came since the last call, by name of the subgraph. */
  received(): Record<string, Operation[]>;
  stop(): Promise<void>;
}

/** Composes subgraphs that answer over HTTP. */
export async function remoteGraph(sdls: Readonly<Record<string, string>>): Promise<RemoteGraph> {
  const answers: Record<string, Answering> = {};
  const started = Object.keys(sdls).map(async (name) => {
    const answer: Answering = (operation) => answers[name]?.(operation) ?? { data: null };
    return [name, await startMisbehavingServer({ answer })] as const;
  });
  const servers = Object.fromEntries(await Promise.all(started));
  const { supergraph } = compose(
    Object.entries(sdls).map(([name, sdl]) => ({ name, url: servers[name]?.url, sdl: link + sdl })),
  );
  const metrics = createMetrics();
  const policy = { retries: 0 };
  const graph = await loadGraph(supergraph, {
    remotes: createRemotes((name, url) => remoteSubgraph({ name, url, policy, metrics })),
  });
  return {
    schema: graph.schema,
    ask: askFor(graph.engine as Engine<unknown>, graph.schema),
    servers,
    answers,
    received: () =>
      Object.fromEntries(
        Object.entries(servers).map(([name, { received }]) => [
          name,
          received.splice(0).map(({ operation }) => operation),
        ]),
      ),
    async stop() {
      await graph.close?.();
      await Promise.all(Object.values(servers).map((server) => server.stop()));
    },
  };
}

/** A client of an engine. */
export function askFor(engine: Engine<unknown>, schema: GraphQLSchema, context?: unknown): Ask {
  return async (query, variables = {}, operationName) => {
    const document = parse(query);
    const [problem] = validate(schema, document);
    if (problem) throw problem;
    const operation = document.definitions.find(
      (definition): definition is OperationDefinitionNode =>
        definition.kind === Kind.OPERATION_DEFINITION &&
        (operationName === undefined || definition.name?.value === operationName),
    ) as OperationDefinitionNode;
    const headers = new Map<string, string>();
    const { errors, ...data } = await engine.execute({ document, operation, variables, headers, context });
    return {
      ...data,
      errors: errors.map(({ path, message, originalError }) => {
        const { code, subgraph } = (originalError ?? {}) as { code?: string; subgraph?: string };
        return {
          path: path?.join('.'),
          message,
          ...(code ? { code } : {}),
          ...(subgraph ? { subgraph } : {}),
        };
      }),
    };
  };
}
