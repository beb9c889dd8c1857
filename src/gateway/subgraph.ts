import type { DocumentNode, GraphQLError } from 'graphql';

/** One operation for one subgraph, as the plan wrote it. */
export interface SubgraphRequest {
  query: string;
  /** The same, read: for a subgraph in this process. */
  document: DocumentNode;
  variables: Readonly<Record<string, unknown>>;
  /** Only a query may be sent twice. */
  kind: 'query' | 'mutation';
  /** What the client sent; a subgraph gets those of its allowlist. Names are in lower case. */
  headers: ReadonlyMap<string, string>;
  /** Aborted when nobody waits for the answer any longer. */
  signal?: AbortSignal | undefined;
}

/** An error out of a subgraph's answer, not yet fit for a client. */
export type SubgraphError = Pick<GraphQLError, 'message'> & {
  path?: readonly (string | number)[] | undefined;
  extensions?: Readonly<Record<string, unknown>> | undefined;
  /** What was thrown, where the subgraph runs in this process. */
  originalError?: Error | null | undefined;
};

/** What a subgraph answers; `data` is untrusted. */
export interface SubgraphAnswer {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly SubgraphError[] | undefined;
}

/** Something that answers operations for a part of the graph: over HTTP, or in this process. */
export interface Subgraph<Context = unknown> {
  readonly name: string;
  /** @throws SubgraphFailure where there is no answer to use */
  execute(request: SubgraphRequest, context: Context): Promise<SubgraphAnswer>;
  /** Lets requests in flight finish and gives back what it holds. */
  close(): Promise<void>;
}

/** Why a subgraph gave no answer that can be used. */
export type SubgraphFailureCode =
  | 'SUBGRAPH_TIMEOUT'
  | 'SUBGRAPH_UNAVAILABLE'
  | 'SUBGRAPH_INVALID_RESPONSE'
  | 'SUBGRAPH_UNAUTHORIZED'
  | 'SUBGRAPH_OVERLOADED'
  /** An error of its own that is not for clients. */
  | 'SUBGRAPH_ERROR';

/** A subgraph gave no answer that can be used. The message may be shown to clients: it names no address. */
export class SubgraphFailure extends Error {
  readonly code: SubgraphFailureCode;
  readonly subgraph: string;

  constructor(
    code: SubgraphFailureCode,
    subgraph: string,
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = 'SubgraphFailure';
    this.code = code;
    this.subgraph = subgraph;
  }
}
