import fc from 'fast-check';
import {
  buildASTSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { createEngine, type EngineAnswer } from '../../src/gateway/engine.js';
import { localDocument } from '../../src/gateway/local-document.js';
import { type LocalGraph, localGraph } from '../support/federation.js';
import {
  faultsOf,
  ids,
  type NewspaperContext,
  newspaper,
  noFault,
  ownFields,
  withNewspaper,
} from '../support/newspaper-graph.js';
import { randomOperation } from '../support/random-operation.js';

const choices = fc.array(fc.nat(255), { maxLength: 160, size: 'max' });

/** What the planner fails on, in this version: see docs/decisions/0012-the-plan-executor.md */
const plannersLimits = /Expected a single parent|cannot be found in selection set/;

let graph: LocalGraph;
/** The same graph as one schema. */
let whole: GraphQLSchema;
beforeAll(async () => {
  graph = await localGraph(newspaper, withNewspaper);
  whole = withNewspaper(buildASTSchema(graph.supergraph.publicDocument));
});

interface Asked {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

/** The operation that choices make, where it is valid. */
function asked(made: readonly number[], schema = whole): Asked {
  const { query, variables } = randomOperation(schema, { choices: made, ids });
  const document = parse(query);
  fc.pre(validate(whole, document).length === 0);
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return { document, operation: operation as OperationDefinitionNode, variables };
}

const headers = new Map<string, string>();

/** The answers of both. */
async function both(made: readonly number[], context: NewspaperContext) {
  const { document, operation, variables } = asked(made);
  const expected = execute({
    schema: whole,
    document,
    variableValues: variables,
    contextValue: context,
  }) as ExecutionResult;
  const answer = await graph.engine
    .execute({ document, operation, variables, headers, context })
    .catch((error: Error) => {
      fc.pre(!plannersLimits.test(error.message));
      throw error;
    });
  return { expected, answer };
}

type Path = readonly (string | number)[];

/** The null that an error explains, as the path to it; undefined where it leads to something else. */
function nullFor(path: Path, data: unknown): string | undefined {
  let value: any = data;
  for (const [index, step] of path.entries()) {
    if (value === null) return path.slice(0, index).join('.');
    if (!Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value === null ? path.join('.') : undefined;
}

/** All nulls that errors explain. */
function explained({ data, errors = [] }: ExecutionResult | EngineAnswer): string[] {
  const nulls = errors.flatMap(({ path = [] }) => nullFor(path, data) ?? []);
  return [...new Set(nulls)].sort();
}

describe('an operation over several subgraphs', () => {
  it('is answered as one schema answers it', async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (made) => {
        const { expected, answer } = await both(made, { fault: noFault });
        expect(expected.errors).toBeUndefined();
        expect(JSON.stringify(answer)).toBe(JSON.stringify({ data: expected.data, errors: [] }));
      }),
      { numRuns: 2000 },
    );
  });

  it('has its nulls, and errors for them, where fields fail or are null', async () => {
    await fc.assert(
      fc.asyncProperty(choices, fc.nat(), async (made, seed) => {
        const { expected, answer } = await both(made, { fault: faultsOf(seed) });
        expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
        expect(explained(answer)).toEqual(explained(expected));
        // The error of a field that is null itself, and not for what is in it, stands at that field.
        const paths = answer.errors.map(({ path = [] }) => path.join('.'));
        const certain = (expected.errors ?? []).map(({ path = [] }) => path);
        for (const path of certain.filter((path) => nullFor(path, expected.data) === path.join('.')))
          expect(paths).toContain(path.join('.'));
      }),
      { numRuns: 2000 },
    );
  });
});

describe.each(Object.keys(newspaper))('an operation that is local to %s', (name) => {
  it('needs no field of another subgraph', async () => {
    const { supergraph, planner, schema, subgraphs } = graph;
    const engine = createEngine({ supergraph, planner, schema, subgraphs, local: name });
    const own = ownFields(name);
    const guarded = withNewspaper(buildASTSchema(supergraph.publicDocument));
    for (const type of Object.values(guarded.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      for (const field of Object.values(type.getFields())) {
        if (own.has(`${type.name}.${field.name}`)) continue;
        field.resolve = () => {
          throw new Error(`${name} does not give ${type.name}.${field.name}`);
        };
      }
    }
    const local = buildASTSchema(localDocument(supergraph, name), { assumeValidSDL: true });
    let count = 0;
    fc.assert(
      fc.property(choices, fc.boolean(), (made, isAnyOperation) => {
        const { document, operation, variables } = asked(made, isAnyOperation ? whole : local);
        if (!engine.isLocal(document, operation)) return;
        count++;
        const contextValue = { fault: noFault };
        const { errors } = execute({
          schema: guarded,
          document,
          variableValues: variables,
          contextValue,
        }) as ExecutionResult;
        expect(errors).toBeUndefined();
      }),
      { numRuns: 200 },
    );
    expect(count).toBeGreaterThan(70);
  });
});
