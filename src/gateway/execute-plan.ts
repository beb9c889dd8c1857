import type {
  BatchFetchNode,
  FetchNode,
  FlattenNodePathSegment,
  InputRewrite,
  OutputRewrite,
  PlanNode,
  QueryPlan,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import { type Entity, isEntity, mergeInto, newEntity, takeInto } from './entity.js';
import type { FetchShape, ReadFetch } from './fetch-shape.js';
import { type Location, locate, type ResponsePath } from './flatten.js';
import { applyRewrite, type Representation, represent } from './representation.js';
import type { Subgraph, SubgraphAnswer, SubgraphError } from './subgraph.js';
import { causeOf, errorAt } from './subgraph-errors.js';
import { failure } from './subgraph-failure.js';

/** What a plan is executed with. */
export interface PlanExecution<Context> {
  subgraphs: ReadonlyMap<string, Subgraph<Context>>;
  /** All types of the supergraph. */
  schema: GraphQLSchema;
  /** The operations of the plan, read. */
  fetches: ReadonlyMap<FetchNode | BatchFetchNode, ReadFetch>;
  /** As the client gave them, defaults filled in. */
  variables: Readonly<Record<string, unknown>>;
  headers: ReadonlyMap<string, string>;
  context: Context;
  signal?: AbortSignal | undefined;
}

/** What the subgraphs gave, not yet in the shape that the client asked for. */
export interface Gathered {
  data: Entity;
  /** Errors of fields, at their places. */
  errors: GraphQLError[];
  /** Why keys of an object are not there. */
  absences: Absences;
}

/** For objects of the answer: why keys are not there that a subgraph was asked for. */
export type Absences = Map<Entity, { shape: FetchShape; cause: Error }[]>;

/** The cause why a key of an object is not there, as far as a subgraph is to blame. */
export function absenceOf(absences: Absences, entity: Entity, key: string): Error | undefined {
  return absences.get(entity)?.find(({ shape }) => shape.has(key))?.cause;
}

/**
 * Executes a plan: asks the subgraphs as it says and puts together what they answer. A subgraph that fails takes only
 * its own fields along, and what others would have needed them for. Never throws for what a subgraph does.
 */
export async function executePlan<Context>(
  plan: QueryPlan,
  execution: PlanExecution<Context>,
): Promise<Gathered> {
  const gathered: Gathered = { data: newEntity(), errors: [], absences: new Map() };
  if (plan.node) await new Run(execution, gathered).node(plan.node, []);
  return gathered;
}

/** Most entities that a subgraph is asked about at once: as many as ours answer. */
const mostRepresentations = 1_000;

/** One part of a fetch: the entities that one `_entities` field of it is asked about. */
interface Asked {
  /** The response key of the `_entities` field. */
  key: string;
  shape: FetchShape;
  /** By representation, the places where its entity stands. */
  places: Location[][];
  outputRewrites: readonly OutputRewrite[] | undefined;
}

class Run<Context> {
  constructor(
    private readonly execution: PlanExecution<Context>,
    private readonly gathered: Gathered,
  ) {}

  async node(node: PlanNode, path: readonly FlattenNodePathSegment[]): Promise<void> {
    switch (node.kind) {
      case 'Sequence':
        for (const step of node.nodes) await this.node(step, path);
        return;
      case 'Parallel':
        await Promise.all(node.nodes.map((step) => this.node(step, path)));
        return;
      case 'Flatten':
        return this.node(node.node, [...path, ...node.path]);
      case 'Condition': {
        const branch = this.execution.variables[node.condition] ? node.ifClause : node.elseClause;
        return branch && this.node(branch, path);
      }
      case 'Fetch':
        return node.requires?.length
          ? this.fetchEntities(node, node.requires, path)
          : this.fetchRoot(node, path);
      case 'BatchFetch':
        return this.fetchBatch(node);
      default:
        throw new Error(`The gateway does not execute ${node.kind} nodes`);
    }
  }

  /** Fields of the root type, or of it again further down. */
  private async fetchRoot(node: FetchNode, path: readonly FlattenNodePathSegment[]): Promise<void> {
    const { shape } = this.read(node);
    const places = locate(this.gathered.data, path, this.execution.schema);
    if (places.length === 0) return;
    const answer = await this.ask(node, {});
    if (answer instanceof Error) return this.absent(places, shape, answer);
    this.receive(places, answer.data, shape, node.outputRewrites);
    for (const error of answer.errors ?? []) {
      const cause = causeOf(error, node.serviceName);
      if (!isEntity(answer.data)) this.absent(places, shape, cause);
      if (error.path?.length) this.report(places, error.path, cause);
      else if (isEntity(answer.data)) this.report(places, [], cause);
    }
  }

  private async fetchEntities(
    node: FetchNode,
    requires: readonly RequiresSelection[],
    path: readonly FlattenNodePathSegment[],
  ): Promise<void> {
    const representations: Representation[] = [];
    const asked = this.askAbout(
      '_entities',
      this.read(node).shape,
      node.outputRewrites,
      this.gatherer(representations),
      [{ path, requires, rewrites: node.inputRewrites }],
    );
    await this.askEntities(node, [asked], { representations });
  }

  private async fetchBatch(node: BatchFetchNode): Promise<void> {
    const { shape } = this.read(node);
    const variables: Record<string, Representation[]> = {};
    const gatherers = new Map<string, Gatherer>();
    const asked = node.entityBatch.aliases.map((alias) => {
      const name = alias.representationsVariableName;
      variables[name] ??= [];
      const gatherer = gatherers.get(name) ?? this.gatherer(variables[name]);
      gatherers.set(name, gatherer);
      return this.askAbout(
        alias.alias,
        shape,
        alias.outputRewrites,
        gatherer,
        alias.paths.map((path) => ({ path, requires: alias.requires, rewrites: alias.inputRewrites })),
      );
    });
    await this.askEntities(node, asked, variables);
  }

  /** Asks about no more entities at once than a subgraph takes, all parts at the same time. */
  private async askEntities(
    node: FetchNode | BatchFetchNode,
    asked: readonly Asked[],
    variables: Readonly<Record<string, readonly Representation[]>>,
  ): Promise<void> {
    const longest = Math.max(...Object.values(variables).map(({ length }) => length));
    const parts: Promise<void>[] = [];
    for (let from = 0; from < longest; from += mostRepresentations) {
      const part = <Item>(items: readonly Item[]) => items.slice(from, from + mostRepresentations);
      const representations = Object.fromEntries(
        Object.entries(variables).map(([name, all]) => [name, part(all)]),
      );
      const places = asked.map((question) => ({ ...question, places: part(question.places) }));
      parts.push(
        this.ask(node, representations).then((answer) =>
          this.answerEntities(node.serviceName, places, answer),
        ),
      );
    }
    await Promise.all(parts);
  }

  /** Collects representations, each once: gives the index of one. */
  private gatherer(representations: Representation[]): Gatherer {
    const indexes = new Map<string, number>();
    return (representation) => {
      const identity = JSON.stringify(representation);
      const known = indexes.get(identity);
      if (known !== undefined) return known;
      indexes.set(identity, representations.length);
      return representations.push(representation) - 1;
    };
  }

  private askAbout(
    key: string,
    fetch: FetchShape,
    outputRewrites: readonly OutputRewrite[] | undefined,
    gather: Gatherer,
    targets: readonly {
      path: readonly FlattenNodePathSegment[];
      requires: readonly RequiresSelection[];
      rewrites: readonly InputRewrite[] | undefined;
    }[],
  ): Asked {
    const shape = fetch.get(key) ?? new Map();
    const places: Location[][] = [];
    const { schema } = this.execution;
    for (const { path, requires, rewrites } of targets) {
      for (const place of locate(this.gathered.data, path, schema)) {
        const outcome = represent(place.entity, requires, rewrites, schema);
        if (!outcome) continue;
        if ('missing' in outcome) {
          const { entity, key: missingKey } = outcome.missing;
          const cause = absenceOf(this.gathered.absences, entity, missingKey);
          if (cause) this.absent([place], shape, cause);
          continue;
        }
        const index = gather(outcome.representation);
        places[index] ??= [];
        places[index].push(place);
      }
    }
    return { key, shape, places, outputRewrites };
  }

  private answerEntities(subgraph: string, asked: readonly Asked[], answer: SubgraphAnswer | Error): void {
    if (answer instanceof Error) {
      for (const { places, shape } of asked) this.absent(places.flat(), shape, answer);
      return;
    }
    for (const { key, shape, places, outputRewrites } of asked) {
      const entities = answer.data?.[key];
      for (const error of answer.errors ?? [])
        this.entityError({ key, shape, places }, error, entities, subgraph);
      // Which entity is whose is known by their order alone.
      const isWhole = Array.isArray(entities) && entities.length >= places.length;
      places.forEach((standing, index) => {
        const entity = isWhole ? entities[index] : undefined;
        this.receive(standing, entity, shape, outputRewrites);
        if (!isEntity(entity) && entity !== null) {
          const problem = new Error('The entities are not those asked for');
          this.absent(standing, shape, failure('SUBGRAPH_INVALID_RESPONSE', subgraph, problem));
        }
      });
    }
    // It may be about any null in what came.
    const isAnswered = asked.some(({ key }) => [answer.data?.[key]].flat().some(isEntity));
    for (const error of answer.errors ?? []) {
      if (isAnswered && !error.path?.length) this.gathered.errors.push(errorAt([], causeOf(error, subgraph)));
    }
  }

  /** An error at `_entities[i]...` is one at every place where the entity stands; one without a path concerns them all. */
  private entityError(
    { key, shape, places }: Pick<Asked, 'key' | 'shape' | 'places'>,
    error: SubgraphError,
    entities: unknown,
    subgraph: string,
  ): void {
    const [field, index, ...rest] = error.path ?? [];
    if (field !== undefined && field !== key) return;
    const cause = causeOf(error, subgraph);
    const concerned = typeof index === 'number' ? (places[index] ?? []) : places.flat();
    const entity = typeof index === 'number' && Array.isArray(entities) ? entities[index] : undefined;
    if (isEntity(entity) && rest.length > 0) this.report(concerned, rest, cause);
    else this.absent(concerned, shape, cause);
  }

  private read(node: FetchNode | BatchFetchNode): ReadFetch {
    return this.execution.fetches.get(node) as ReadFetch;
  }

  private async ask(
    node: FetchNode | BatchFetchNode,
    representations: Readonly<Record<string, unknown>>,
  ): Promise<SubgraphAnswer | Error> {
    const { subgraphs, variables, headers, context, signal } = this.execution;
    const subgraph = subgraphs.get(node.serviceName);
    if (!subgraph) throw new Error(`The plan asks a subgraph that is not there: ${node.serviceName}`);
    const used: Record<string, unknown> = { ...representations };
    for (const name of node.variableUsages ?? []) if (name in variables) used[name] = variables[name];
    try {
      return await subgraph.execute(
        {
          query: node.operation,
          document: this.read(node).document,
          variables: used,
          kind: node.operationKind === 'mutation' ? 'mutation' : 'query',
          headers,
          signal,
        },
        context,
      );
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private receive(
    places: readonly Location[],
    answer: unknown,
    shape: FetchShape,
    rewrites: readonly OutputRewrite[] | undefined,
  ): void {
    if (!isEntity(answer)) return;
    for (const { entity } of places) {
      if (!rewrites?.length) {
        takeInto(entity, answer, shape, this.execution.schema);
        continue;
      }
      const own = newEntity();
      takeInto(own, answer, shape, this.execution.schema);
      for (const rewrite of rewrites) applyRewrite(own, rewrite, this.execution.schema);
      mergeInto(entity, own);
    }
  }

  private absent(places: readonly Location[], shape: FetchShape, cause: Error): void {
    for (const { entity } of places) {
      const known = this.gathered.absences.get(entity);
      if (known) known.push({ shape, cause });
      else this.gathered.absences.set(entity, [{ shape, cause }]);
    }
  }

  private report(places: readonly Location[], path: ResponsePath, cause: Error): void {
    for (const place of places) this.gathered.errors.push(errorAt([...place.path, ...path], cause));
  }
}

type Gatherer = (representation: Representation) => number;
