import type { BatchFetchNode, FetchNode, PlanNode, QueryPlan } from '@graphql-hive/router-query-planner';
import {
  buildASTSchema,
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  validate,
  valueFromASTUntyped,
} from 'graphql';
import { clientKey, isolateNames } from './alias.js';
import { complete } from './complete.js';
import { conditionVariables } from './condition.js';
import { executePlan } from './execute-plan.js';
import { type ReadFetch, readFetch } from './fetch-shape.js';
import { localDocument } from './local-document.js';
import { introspectionDocument, plannedDocument } from './planned-document.js';
import type { Planner } from './planner.js';
import { type Selection, selectionOf } from './selection.js';
import type { Subgraph } from './subgraph.js';
import { directivesNamed, isTrue, type Supergraph, stringArgument } from './supergraph.js';

/** What an operation is executed with. */
export interface EngineRequest<Context> {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
  headers: ReadonlyMap<string, string>;
  context: Context;
  signal?: AbortSignal | undefined;
}

/** What an operation gives; `data` is absent where its variables are wrong. */
export interface EngineAnswer {
  data?: Record<string, unknown> | null;
  errors: readonly GraphQLError[];
}

/** Answers operations over several subgraphs. */
export interface Engine<Context> {
  /** Whether the local subgraph, or introspection alone, answers the operation: then no plan is made for it. */
  isLocal(document: DocumentNode, operation: OperationDefinitionNode): boolean;
  execute(request: EngineRequest<Context>): Promise<EngineAnswer>;
}

export interface EngineOptions<Context> {
  supergraph: Supergraph;
  planner: Planner;
  /** What clients see, with the resolvers of the local subgraph. */
  schema: GraphQLSchema;
  subgraphs: ReadonlyMap<string, Subgraph<Context>>;
  /** The subgraph in this process whose operations go straight on. */
  local?: string | undefined;
}

/** A plan with its operations read. */
interface ReadPlan {
  plan: QueryPlan;
  fetches: ReadonlyMap<FetchNode | BatchFetchNode, ReadFetch>;
  /** What the client selects. */
  selection: Selection;
}

/** What is known of one operation of a document; it is kept as long as the document is. */
interface Prepared {
  /** With aliases that do not meet the names of fields. */
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What is asked about the schema, with the client's own aliases. */
  introspection: DocumentNode | undefined;
  /** With the operation and what belongs to it alone. */
  document: DocumentNode;
  /** The variables in `@skip` and `@include`. */
  conditions: readonly string[];
  /** By the values of those variables and the overrides that hold; the oldest first. */
  plans: Map<string, Promise<ReadPlan>>;
}

/** How many plans are kept for an operation: variables in conditions make many. */
const maxPlans = 64;

/** An engine over one supergraph. Whoever parses a document once and keeps it pays for its validation and plan once. */
export function createEngine<Context>(options: EngineOptions<Context>): Engine<Context> {
  const { supergraph, planner, schema, subgraphs, local } = options;
  const localSchema =
    local === undefined
      ? undefined
      : buildASTSchema(localDocument(supergraph, local), { assumeValidSDL: true });
  const locality = new WeakMap<DocumentNode, boolean>();
  const prepared = new WeakMap<OperationDefinitionNode, Prepared>();
  const owners = ownersIn(supergraph);

  return { isLocal, execute: answer };

  function isLocal(document: DocumentNode, operation: OperationDefinitionNode): boolean {
    if (operation.selectionSet.selections.every(isIntrospection)) return true;
    if (!localSchema) return false;
    const known = locality.get(document);
    if (known !== undefined) return known;
    const valid = validate(localSchema, document, undefined, { maxErrors: 1 }).length === 0;
    locality.set(document, valid);
    return valid;
  }

  async function answer(request: EngineRequest<Context>): Promise<EngineAnswer> {
    const { document, context, headers, signal } = request;
    const coerced = getVariableValues(schema, request.operation.variableDefinitions ?? [], request.variables);
    if (coerced.errors) return { errors: coerced.errors };
    const preparation = prepare(document, request.operation);
    const { operation, introspection } = preparation;
    const variables = withDefaults(operation, request.variables);
    const { plan, fetches, selection } = await planFor(preparation, variables);
    const gathered = await executePlan(plan, {
      subgraphs,
      schema: supergraph.schema,
      fetches,
      variables,
      headers,
      context,
      signal,
    });
    return complete(gathered, {
      schema,
      allTypes: supergraph.schema,
      root: schema.getRootType(operation.operation) as GraphQLObjectType,
      selection,
      introspection: introspection && (await introspect(introspection, operation, request.variables)),
      ownersOf: (type, field) => owners.get(`${type}.${field}`) ?? [],
    });
  }

  function prepare(document: DocumentNode, original: OperationDefinitionNode): Prepared {
    const known = prepared.get(original);
    if (known) return known;
    const one: DocumentNode = {
      kind: Kind.DOCUMENT,
      definitions: document.definitions.filter(
        (definition) => definition === original || definition.kind === Kind.FRAGMENT_DEFINITION,
      ),
    };
    const isolated = isolateNames(one, supergraph);
    const fresh: Prepared = {
      operation: isolated.definitions.find(
        (definition) => definition.kind === Kind.OPERATION_DEFINITION,
      ) as OperationDefinitionNode,
      fragments: new Map(
        isolated.definitions.flatMap((definition) =>
          definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
        ),
      ),
      introspection: introspectionDocument(one),
      document: isolated,
      conditions: conditionVariables(isolated),
      plans: new Map(),
    };
    prepared.set(original, fresh);
    return fresh;
  }

  function planFor(
    { operation, fragments, document, conditions, plans }: Prepared,
    given: Readonly<Record<string, unknown>>,
  ): Promise<ReadPlan> {
    const overrides = planner.drawOverrides();
    const variables = Object.fromEntries(conditions.map((name) => [name, given[name]]));
    const key = `${overrides.key} ${Object.values(variables)}`;
    let plan = plans.get(key);
    if (!plan) {
      const made = (withTypes: boolean) => {
        const planned = plannedDocument(document, { supergraph, publicSchema: schema, variables, withTypes });
        return planner.plan(print(planned), operation.name?.value, overrides);
      };
      plan = made(false)
        .catch(() => made(true))
        .then((plan) => ({
          plan,
          fetches: readFetches(plan),
          selection: selectionOf({ schema, operation, fragments, variables }),
        }));
      plan.catch(() => plans.delete(key));
      const [oldest] = plans.keys();
      if (oldest !== undefined && plans.size >= maxPlans) plans.delete(oldest);
      plans.set(key, plan);
    }
    return plan;
  }

  async function introspect(
    document: DocumentNode,
    { name }: OperationDefinitionNode,
    variableValues: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>> {
    const { data } = await execute({ schema, document, variableValues, operationName: name?.value });
    return data ?? {};
  }
}

function readFetches({ node }: QueryPlan): Map<FetchNode | BatchFetchNode, ReadFetch> {
  const fetches = new Map<FetchNode | BatchFetchNode, ReadFetch>();
  const visitNode = (at: PlanNode | undefined): void => {
    switch (at?.kind) {
      case 'Fetch':
      case 'BatchFetch':
        fetches.set(at, readFetch(at.operation));
        return;
      case 'Sequence':
      case 'Parallel':
        at.nodes.forEach(visitNode);
        return;
      case 'Flatten':
        visitNode(at.node);
        return;
      case 'Condition':
        visitNode(at.ifClause);
        visitNode(at.elseClause);
    }
  };
  visitNode(node);
  return fetches;
}

/** The variables of an operation as the client gave them, not coerced: each subgraph does that. */
function withDefaults(
  { variableDefinitions }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const variables: Record<string, unknown> = Object.create(null);
  for (const { variable, defaultValue } of variableDefinitions ?? []) {
    const name = variable.name.value;
    const theirs = clientKey(name);
    const value = Object.hasOwn(given, theirs) ? given[theirs] : undefined;
    if (value !== undefined) variables[name] = value;
    else if (defaultValue) variables[name] = valueFromASTUntyped(defaultValue);
  }
  return variables;
}

function isIntrospection(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && selection.name.value.startsWith('__');
}

/** By `Type.field`, the names of the subgraphs that give it. */
function ownersIn({ document, members }: Supergraph): Map<string, string[]> {
  const names = new Map(members.map(({ graph, name }) => [graph, name]));
  const owners = new Map<string, string[]>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    const joinedTypes = directivesNamed(definition.directives, 'join__type');
    for (const field of definition.fields ?? []) {
      const joins = directivesNamed(field.directives, 'join__field').filter(
        (join) => !isTrue(join, 'external'),
      );
      const graphs = (joins.length > 0 ? joins : joinedTypes).flatMap(
        (join) => stringArgument(join, 'graph') ?? [],
      );
      owners.set(
        `${definition.name.value}.${field.name.value}`,
        graphs.map((graph) => names.get(graph) ?? graph),
      );
    }
  }
  return owners;
}
