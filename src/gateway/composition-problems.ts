import type { ServiceDefinition } from '@theguild/federation-composition';
import { type GraphQLError, type NameNode, printSourceLocation } from 'graphql';
import { compositionAdvice } from './composition-advice.js';

/** Where a problem lies: a subgraph, and as far as it is known a line of its schema and what is defined there. */
export interface ProblemPlace {
  subgraph: string;
  line?: number | undefined;
  /** `Type`, `Type.field` or `Type.field(argument:)`. */
  coordinate?: string | undefined;
}

/** One reason why subgraphs do not compose. */
export interface CompositionProblem {
  /** As Apollo Federation names it, such as `INVALID_FIELD_SHARING`. */
  code: string;
  /** What is wrong. */
  message: string;
  places: readonly ProblemPlace[];
  /** What to do about it. */
  advice?: string | undefined;
}

/** Subgraphs do not compose. The message explains every problem to whoever owns the subgraphs; it has many lines. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';
  readonly problems: readonly CompositionProblem[];

  constructor(problems: readonly CompositionProblem[], options: { cause?: unknown } = {}) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    super([`The subgraphs do not compose (${count}):`, ...problems.map(paragraph)].join('\n\n'), options);
    this.problems = problems;
  }
}

/** A problem that is not the composition library's own. */
export function problem(code: string, message: string, ...places: ProblemPlace[]): CompositionProblem {
  return { code, message, places, advice: compositionAdvice[code] };
}

/** A schema that is not GraphQL, with the lines around the place. */
export function syntaxProblem(subgraph: string, { message, source, locations }: GraphQLError) {
  const [at] = locations ?? [];
  const excerpt = source && at ? `\n${printSourceLocation(source, at)}` : '';
  return problem(
    'INVALID_GRAPHQL',
    `The schema of subgraph "${subgraph}" is not GraphQL: ${message}${excerpt}`,
    { subgraph, line: at?.line },
  );
}

/**
 * The composition library's errors, with what they leave out: the places in the subgraphs' schemas, and advice.
 *
 * @param services - the subgraphs, their schemas parsed with locations
 */
export function explainErrors(
  errors: readonly GraphQLError[],
  services: readonly ServiceDefinition[],
): CompositionProblem[] {
  const definitions = definitionsIn(services);
  const problems = errors.map(({ message, extensions, locations }) => {
    const code = String(extensions.code ?? 'COMPOSITION_ERROR');
    const subgraph = extensions.subgraphName as string | undefined;
    const [at] = locations ?? [];
    if (subgraph && at) return problem(code, message, { subgraph, line: at.line });
    const named = [...coordinatesIn(message)].flatMap((coordinate) => definitions.get(coordinate) ?? []);
    const places = named.filter((place) => !subgraph || place.subgraph === subgraph);
    return problem(code, message, ...(places.length === 0 && subgraph ? [{ subgraph }] : places));
  });
  return problems.filter((one, index) => !problems.slice(0, index).some((other) => repeats(one, other)));
}

/** Two of the library's rules may find the same: the second knows less, and says the beginning of what the first said. */
function repeats(one: CompositionProblem, other: CompositionProblem): boolean {
  return other.message.startsWith(one.message) && other.places[0]?.line === one.places[0]?.line;
}

/** The types, fields and arguments that a message quotes. */
function coordinatesIn(message: string): Set<string> {
  const quoted = message.matchAll(/"(\w+(?:\.\w+)?(?:\(\w+:\))?)"/g);
  return new Set(Array.from(quoted, ([, coordinate = '']) => coordinate));
}

function definitionsIn(services: readonly ServiceDefinition[]): Map<string, ProblemPlace[]> {
  const places = new Map<string, ProblemPlace[]>();
  for (const { name: subgraph, typeDefs } of services) {
    const add = (coordinate: string, { loc }: { loc?: NameNode['loc'] }) => {
      const place = { subgraph, line: loc?.startToken.line, coordinate };
      places.set(coordinate, [...(places.get(coordinate) ?? []), place]);
    };
    for (const definition of typeDefs.definitions) {
      if (!('name' in definition) || !definition.name) continue;
      const type = definition.name.value;
      add(type, definition.name);
      for (const value of 'values' in definition ? (definition.values ?? []) : []) {
        add(`${type}.${value.name.value}`, value.name);
      }
      for (const field of 'fields' in definition ? (definition.fields ?? []) : []) {
        const coordinate = `${type}.${field.name.value}`;
        add(coordinate, field.name);
        for (const argument of 'arguments' in field ? (field.arguments ?? []) : []) {
          add(`${coordinate}(${argument.name.value}:)`, argument.name);
        }
      }
    }
  }
  return places;
}

function paragraph({ code, message, places, advice }: CompositionProblem, index: number): string {
  const lines = [
    `${index + 1}. ${code}`,
    message,
    ...(places.length > 0 ? [`Where: ${whereabouts(places)}`] : []),
    ...(advice ? [`What to do: ${advice}`] : []),
  ];
  return lines.join('\n').replaceAll('\n', '\n   ');
}

function whereabouts(places: readonly ProblemPlace[]): string {
  const coordinates = [...new Set(places.map(({ coordinate }) => coordinate))];
  return coordinates
    .map((coordinate) => {
      const spots = places
        .filter((place) => place.coordinate === coordinate)
        .map(({ subgraph, line }) => (line === undefined ? subgraph : `${subgraph} (line ${line})`));
      return `${coordinate ? `${coordinate} in ` : ''}${spots.join(', ')}`;
    })
    .join('; ');
}
