import {
  composeServices,
  compositionHasErrors,
  type ServiceDefinition,
  validateSubgraph,
} from '@theguild/federation-composition';
import {
  type DocumentNode,
  GraphQLError,
  isTypeSystemDefinitionNode,
  isTypeSystemExtensionNode,
  parse,
  Source,
} from 'graphql';
import {
  CompositionError,
  type CompositionProblem,
  explainErrors,
  problem,
  syntaxProblem,
} from './composition-problems.js';

/** One part of the graph, as its owner publishes it: Federation 2, or Federation 1 where it links nothing. */
export interface SubgraphSdl {
  name: string;
  /** Where a gateway reaches it. */
  url?: string | undefined;
  sdl: string;
}

export interface Composition {
  /** The supergraph's SDL, for the join specification. */
  supergraph: string;
}

/** @throws CompositionError with every problem that was found */
export function compose(subgraphs: readonly SubgraphSdl[]): Composition {
  const services: ServiceDefinition[] = [];
  const problems: CompositionProblem[] = [];
  for (const { name, url = '', sdl } of subgraphs) {
    const isTwice = services.some((service) => service.name === name);
    const typeDefs = isTwice ? nameProblem(name, 'is there twice') : readSdl(name, sdl);
    if ('code' in typeDefs) problems.push(typeDefs);
    else services.push({ name, url, typeDefs });
  }
  if (problems.length > 0) throw new CompositionError(problems);
  try {
    const result = composeServices(services);
    if (compositionHasErrors(result)) throw new CompositionError(explainErrors(result.errors, services));
    return { supergraph: result.supergraphSdl };
  } catch (error) {
    throw error instanceof CompositionError ? error : unforeseen(error as Error, services);
  }
}

function readSdl(name: string, sdl: string): DocumentNode | CompositionProblem {
  if (!/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/.test(name)) return nameProblem(name, 'has a name that cannot be used');
  try {
    const document = parse(new Source(sdl, name));
    const operation = document.definitions.find(
      (node) => !isTypeSystemDefinitionNode(node) && !isTypeSystemExtensionNode(node),
    );
    if (!operation) return document;
    throw new GraphQLError('An operation is no part of a schema', { nodes: operation });
  } catch (error) {
    return syntaxProblem(name, error as GraphQLError);
  }
}

function nameProblem(subgraph: string, what: string): CompositionProblem {
  return problem('INVALID_SUBGRAPH_NAME', `The subgraph "${subgraph}" ${what}`);
}

/** The library throws where it expects something of a schema that it has not checked. Whose schema is it? */
function unforeseen(cause: Error, services: readonly ServiceDefinition[]): CompositionError {
  const culprits = services.filter((service) => throws(() => validateSubgraph(service)));
  const names = culprits.map(({ name }) => `[${name}] `).join('');
  const places = culprits.map(({ name }) => ({ subgraph: name }));
  return new CompositionError([problem('INVALID_GRAPHQL', `${names}${cause.message}`, ...places)], { cause });
}

function throws(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}
