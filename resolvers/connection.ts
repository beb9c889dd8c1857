import { type ClassType, Directive, Field, ObjectType } from 'type-graphql';
import { Cursor } from '../entities/scalars.js';
import type { Page } from '../src/catalog/paging.js';

/** Where a page lies in its list. */
@Directive('@shareable')
@ObjectType({ description: 'Where a page lies in its list (Relay Cursor Connections).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether there is more before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => Cursor, { nullable: true, description: 'The place of the first item; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => Cursor, { nullable: true, description: 'The place of the last item; null on an empty page.' })
  endCursor!: string | null;
}

/** One item and its place. */
export interface Edge<Node> {
  cursor: string;
  node: Node;
}

/** The fields that every connection has. */
export interface Connection<NodeEdge extends Edge<unknown>> {
  edges: NodeEdge[];
  nodes: NodeEdge['node'][];
  pageInfo: PageInfo;
}

/** The base class of a connection's edge type. */
export function edgeOf<Node extends object>(node: () => ClassType<Node>) {
  @ObjectType({ isAbstract: true } as never)
  abstract class EdgeBase implements Edge<Node> {
    @Field(() => Cursor, { description: 'The place of the item; pass it as `after` or `before`.' })
    cursor!: string;

    @Field(node, { description: 'The item.' })
    node!: Node;
  }
  return EdgeBase;
}

/** The base class of a connection type. */
export function connectionOf<Node extends object>(
  node: () => ClassType<Node>,
  edge: () => ClassType<Edge<Node>>,
) {
  @ObjectType({ isAbstract: true } as never)
  abstract class ConnectionBase implements Connection<Edge<Node>> {
    @Field(() => [edge()], { description: 'The items with their places.' })
    edges!: Edge<Node>[];

    @Field(() => [node()], { description: 'The items alone.' })
    nodes!: Node[];

    @Field(() => PageInfo, { description: 'Where this page lies in the list.' })
    pageInfo!: PageInfo;
  }
  return ConnectionBase;
}

/** A connection from edges that are ready. */
export function connect<NodeEdge extends Edge<unknown>>(
  edges: NodeEdge[],
  { hasNextPage, hasPreviousPage }: Pick<Page<unknown>, 'hasNextPage' | 'hasPreviousPage'>,
): Connection<NodeEdge> {
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
