import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import {
  buildASTSchema,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  type TypeNode,
  visit,
} from 'graphql';

/** A text that was given as a supergraph cannot be served; the message tells an operator why. */
export class SupergraphError extends Error {
  override readonly name = 'SupergraphError';
}

/** One subgraph as the supergraph names it. */
export interface SupergraphMember {
  /** Its name in plans. */
  name: string;
  /** Its name in the `join__Graph` enum. */
  graph: string;
  /** Where it listens; empty where the composition did not say. */
  url: string;
}

/** A supergraph (Federation 2, join specification 0.2 and later), read. */
export interface Supergraph {
  sdl: string;
  document: DocumentNode;
  members: readonly SupergraphMember[];
  /** All types, those hidden from clients too. */
  schema: GraphQLSchema;
  /** What clients see: neither composition's own definitions nor what is `@inaccessible`. */
  publicDocument: DocumentNode;
}

/** @throws SupergraphError for a text that is no supergraph */
export function readSupergraph(sdl: string): Supergraph {
  const document = parsed(sdl);
  const members = membersOf(document);
  try {
    return {
      sdl,
      document,
      members,
      schema: buildASTSchema(document, { assumeValidSDL: true }),
      publicDocument: withoutHiddenTypes(transformSupergraphToPublicSchema(document)),
    };
  } catch (cause) {
    throw new SupergraphError(`The supergraph is not whole: ${(cause as Error).message}`, { cause });
  }
}

function parsed(sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (cause) {
    const { message, locations } = cause as GraphQLError;
    const [at] = locations ?? [];
    const place = at ? ` (line ${at.line}, column ${at.column})` : '';
    throw new SupergraphError(`The supergraph is not GraphQL: ${message}${place}`, { cause });
  }
}

function membersOf(document: DocumentNode): SupergraphMember[] {
  const graphs = document.definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  if (values.length === 0) {
    throw new SupergraphError(
      'This is no supergraph: it names no subgraphs (enum join__Graph). Make one with "broadsheet compose"',
    );
  }
  return values.map(({ name, directives }) => {
    const [join] = directivesNamed(directives, 'join__graph');
    return {
      graph: name.value,
      name: stringArgument(join, 'name') ?? name.value,
      url: stringArgument(join, 'url') ?? '',
    };
  });
}

/** Unions of the public schema may still name types that are hidden. */
function withoutHiddenTypes(document: DocumentNode): DocumentNode {
  const defined = new Set(
    document.definitions.flatMap((definition) =>
      'name' in definition ? (definition.name?.value ?? []) : [],
    ),
  );
  return visit(document, {
    UnionTypeDefinition: (node) => ({
      ...node,
      types: node.types?.filter(({ name }) => defined.has(name.value)) ?? [],
    }),
  });
}

/** The directives of one name on a node, in their order. */
export function directivesNamed(
  directives: readonly DirectiveNode[] | undefined,
  name: string,
): DirectiveNode[] {
  return (directives ?? []).filter((directive) => directive.name.value === name);
}

/** An argument of a directive that is text or an enum value. */
export function stringArgument(directive: DirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** Whether an argument of a directive is given as `true`. */
export function isTrue(directive: DirectiveNode, name: string): boolean {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.BOOLEAN && value.value;
}

/** The name of a type without its lists and non-nulls. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
