import {
  buildASTSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { EngineAnswer } from '../../src/gateway/engine.js';
import { type LocalGraph, localGraph } from './federation.js';
import { newspaper } from './newspaper-subgraphs.js';

/** An object of the graph; `uid` names it among all. */
type Item = { __typename: string; uid: string } & Record<string, any>;

/** What a field does in place of answering. */
export type Fault = (uid: string, field: string) => 'null' | 'error' | undefined;

export const noFault: Fault = () => undefined;

/** Faults of about one field in ten, always the same for a seed. */
export function faultsOf(seed: number): Fault {
  return (uid, field) => {
    if (reliable.has(field)) return undefined;
    let hash = 2_166_136_261 ^ seed; // FNV-1a
    for (const letter of `${uid}.${field}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619);
    return (['null', 'error'] as const)[(hash >>> 8) % 20];
  };
}

/** What entities are found by and what `@requires` takes as given: where it fails, federation cannot be as one schema is. */
const reliable = new Set(['id', 'slug', 'day', 'paper', 'code', 'headline', 'image', 'url', 'score']);

const item = (type: string, id: string, fields: Record<string, unknown>): Item => ({
  __typename: type,
  uid: `${type}:${id}`,
  id,
  ...fields,
});
const first =
  (items: () => Item[], usual?: number) =>
  ({ first = usual }: { first?: number }) =>
    items().slice(0, Math.max(0, first ?? 9));

const images = ['one', 'two'].map((name, index) =>
  item('Image', name, { url: `/${name}.png`, caption: index === 0 ? 'Rain' : null }),
);
const sources: Item[] = ['s1', 's2', 's3'].map((id, index) =>
  item('Source', id, { name: `Source ${id}`, parent: () => sources[index + 1] ?? null }),
);
const articles: Item[] = ['a1', 'a2', 'a3', 'a4'].map((id, index) =>
  item('Article', id, {
    slug: `slug-${id}`,
    headline: `Headline ${id}`,
    title: ({ length }: { length?: number }) => `Title of ${id}`.slice(0, length ?? 9),
    tone: [null, 'GRAVE', 'LIGHT', 'GRAVE'][index],
    source: () => sources[index] ?? null,
    image: images[index % 2],
    words: index === 3 ? null : ['some', 'words', id].slice(index),
    matrix: [[index, 2], [], [3]],
    related: first(() => articles.filter((_, other) => other !== index)),
    kin: () => [podcasts[0], articles[0], null, podcasts[1]][index],
    views: index === 1 ? null : 10 * index,
    author: () => people[index % 3],
    authors: () => (index === 2 ? null : [people[0], null, people[index % 2]]),
    edition: () => editions[index] ?? null,
    archived: () => [stored[index % 3], null, stored[0]],
    links: index === 0 ? [] : [item('Link', id, { url: `/${id}`, text: index === 1 ? null : 'More' })],
    ...rated(index),
  }),
);
const podcasts: Item[] = ['p1', 'p2'].map((id, index) =>
  item('Podcast', id, {
    headline: `Headline ${id}`,
    tone: index === 0 ? 'LIGHT' : null,
    source: () => sources[2],
    image: images[1 - index],
    seconds: 12.5 + index,
    spoken: () => (index === 0 ? [[articles[0], articles[1]], null, []] : null),
    ...rated(index + 1),
  }),
);
const people: Item[] = ['h1', 'h2', 'h3'].map((id, index) =>
  item('Person', id, {
    name: `Person ${id}`,
    email: index === 0 ? null : `${id}@paper.example`,
    mentor: () => people[index + 1] ?? null,
    image: images[index] ?? null,
    articles: first(() => articles.slice(index)),
    mentions: () => [articles[index], people[0], articles[0]],
    ratings: () => ratings.slice(0, index),
  }),
);
const ratings: Item[] = ['r1', 'r2', 'r3'].map((id, index) =>
  item('Rating', id, {
    stars: index + 1,
    by: () => people[index + 1] ?? null,
    content: () => [articles[2], podcasts[0], articles[0]][index],
  }),
);
const papers = ['dawn', 'dusk'].map((code) => item('Paper', code, { code, name: `The ${code}` }));
const editions: Item[] = papers.map((paper, index) =>
  item('Edition', paper.id, {
    day: `2026-01-0${index + 1}`,
    paper,
    pages: index === 0 ? 24 : null,
    mood: index === 0 ? null : 'LIGHT',
    articles: () => articles.slice(index, index + 2),
  }),
);
const stored: Item[] = [
  item('Scan', '1', { shelf: 'A', size: 1, pages: [['x', null], []] }),
  item('Film', '2', { shelf: 'B', size: null, reels: 3, next: () => stored[0] }),
  item('Film', '3', { shelf: 'C', size: 2, reels: 4, next: () => stored[1] }),
];
const everything: Item[] = [...articles, ...podcasts, ...sources, ...people, ...ratings, ...editions];
/** What the catalog knows of `Node`. */
const nodes = [...articles, ...podcasts, ...sources];
const root = item('Query', 'root', {
  article: byId(articles),
  articles: ({ first: count, tone }: { first: number; tone?: string }) =>
    articles.filter((article) => !tone || article.tone === tone).slice(0, Math.max(0, count)),
  contents: ({ kinds }: { kinds: string[] }) =>
    kinds.flatMap((kind) => (kind === 'TEXT' ? [articles[1], null, articles[0]] : podcasts)),
  node: byId(nodes),
  nodes: ({ ids }: { ids: string[] }) => ids.map((id) => byId(nodes)({ id })),
  grid: ({ width }: { width: number }) => [articles.slice(0, Math.max(0, width)), [], [articles[3], null]],
  front: () =>
    item('Front', '1', {
      edition: editions[0],
      lead: articles[0],
      rows: [[sources[0], articles[1]], [], [podcasts[1]]],
      pinned: [podcasts[0], articles[2]],
    }),
  found: ({ filter }: { filter?: { tones?: string[]; name?: string } | null }) =>
    [...articles, ...podcasts, ...sources].filter(
      ({ tone, name }) =>
        (!filter?.tones || filter.tones.includes(tone)) && (!filter?.name || filter.name === name),
    ),
  person: byId(people),
  people: () => people,
  top: first(() => [podcasts[1], articles[1], articles[0]] as Item[]),
  rating: byId(ratings),
  motto: 'All of it',
  editions: () => [editions[1], editions[0]],
});

/** All ids, and one that nothing has. */
export const ids = [...everything.map(({ id }) => id), 'z9'];

function byId(items: readonly Item[]) {
  return ({ id }: { id: string }) => items.find((one) => one.id === id) ?? null;
}

function rated(index: number): Record<string, unknown> {
  return {
    score: index / 2,
    ratings: ({ min }: { min?: number | null }) =>
      index === 0 ? null : ratings.filter(({ stars }) => stars >= (min ?? 0)).slice(0, index),
    similar: () => [podcasts[index % 2], null, articles[index]],
  };
}

/** Fields with `@requires`, by what they get of others. */
const required: Record<string, (given: Record<string, any>) => unknown> = {
  byline: ({ tone, words }) => `${tone}: ${words}`,
  teaser: ({ title }) => `${title}...`,
  weight: ({ pages }) => (pages === null ? null : pages * 1.5),
  alt: ({ image: { url, caption } }) => `${url} ${caption}`,
};

/** What the graph as one schema hands to fields with `@requires`. */
function givenTo(from: Item, fault: Fault): Record<string, unknown> {
  const get = (of: Item, field: string, args = {}) => {
    try {
      return answer(of, field, args, fault) ?? null;
    } catch {
      return null;
    }
  };
  const image = from.image && { url: from.image.url, caption: get(from.image, 'caption') };
  const title = from.title && get(from, 'title', { length: 2 });
  const words = get(from, 'words') as unknown[] | null;
  const areWordsWhole = words?.every((word) => typeof word === 'string');
  return {
    tone: get(from, 'tone'),
    words: areWordsWhole ? words : null,
    title,
    pages: get(from, 'pages'),
    image,
  };
}

function answer(from: Item, field: string, args: object, fault: Fault): unknown {
  const failure = fault(from.uid, field);
  if (failure === 'error') throw new Error(`${from.uid} fails in ${field}`);
  if (failure === 'null') return null;
  const compute = required[field];
  const value = compute ? compute(from.representation ?? givenTo(from, fault)) : from[field];
  return withFaults(typeof value === 'function' ? value(args) : value, from.uid, field, fault);
}

/** A list, with faults among its items. */
function withFaults(value: unknown, uid: string, field: string, fault: Fault): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((entry, index) => {
    const place = `${field}.${index}`;
    const failure = fault(uid, place);
    if (failure === 'error') return new Error(`${uid} fails in ${place}`);
    return failure === 'null' ? null : withFaults(entry, uid, place, fault);
  });
}

/** What a schema of the graph is executed with. */
export interface NewspaperContext {
  fault: Fault;
}

/** Gives a schema of the whole graph, or of a part, the data above. */
export function withNewspaper(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      // What one subgraph knows by its type is to another a mere `Content`.
      type.resolveType = ({ __typename: name }: Item) => (schema.getType(name) ? name : 'Content');
    } else if (isObjectType(type) && !type.name.startsWith('__')) {
      for (const field of Object.values(type.getFields())) {
        field.resolve = (from: Item | undefined, args, { fault }: NewspaperContext) =>
          field.name === '_entities'
            ? args.representations.map(entityOf)
            : answer(from ?? root, field.name, args, fault);
      }
    }
  }
  return schema;
}

function entityOf(representation: Record<string, any>): Item | undefined {
  const { __typename: type, id, slug, day, paper } = representation;
  const found = everything.find(
    (one) =>
      (type === one.__typename || type === 'Content') &&
      (id === undefined || one.id === id) &&
      (slug === undefined || one.slug === slug) &&
      (day === undefined || (one.day === day && one.paper.code === paper.code)),
  );
  return found && { ...found, representation };
}

export interface Newspaper extends LocalGraph {
  /** The same graph as one schema. */
  whole: GraphQLSchema;
  /** The answers of one schema, and of the graph. */
  both(
    document: DocumentNode,
    variables?: Record<string, unknown>,
    context?: NewspaperContext,
  ): Promise<{ expected: ExecutionResult; answer: EngineAnswer }>;
}

export async function openNewspaper(): Promise<Newspaper> {
  const graph = await localGraph(newspaper, withNewspaper);
  const whole = withNewspaper(buildASTSchema(graph.supergraph.publicDocument));
  return {
    ...graph,
    whole,
    async both(document, variables = {}, context = { fault: noFault }) {
      const operation = document.definitions.find(
        (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
      ) as OperationDefinitionNode;
      const headers = new Map<string, string>();
      return {
        expected: await execute({
          schema: whole,
          document,
          variableValues: variables,
          contextValue: context,
        }),
        answer: await graph.engine.execute({ document, operation, variables, headers, context }),
      };
    },
  };
}
