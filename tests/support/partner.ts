import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import type { SubgraphPolicy } from '../../src/gateway/subgraph-policy.js';
import { answersOf, type MisbehavingServer, startMisbehavingServer } from './misbehaving-server.js';

/** The body of an answer. */
export interface Body {
  data?: Record<string, any> | null;
  errors?: unknown[];
}

/** A subgraph of a partner, which answers honestly unless it is told otherwise. */
export interface PartnerSubgraph extends MisbehavingServer {
  /** What it answers by, and says that its schema is. */
  sdl: string;
  /** Makes another body of an honest one; not of the answer with its schema. */
  lie: ((honest: Body) => unknown) | undefined;
  /** How many operations came that did not ask for its schema. */
  asked(): number;
  /** Answers honestly from now on, at its address. */
  heal(): Promise<void>;
}

/** A partner who extends `Article`, from two servers. */
export interface Partner {
  /** By `id`. */
  comments: PartnerSubgraph;
  /** By `originalUrl`. */
  translations: PartnerSubgraph;
  /** Writes an operator's file (SUBGRAPHS) that names both, and gives its path; `comments.graphql` is beside it. */
  settings(policies?: Partial<Record<'comments' | 'translations', Policy>>): Promise<string>;
  heal(): Promise<void>;
  stop(): Promise<void>;
}

/** What the operator's file says of a subgraph, beside its address. */
export type Policy = Partial<Omit<SubgraphPolicy, 'circuitBreaker'>> & {
  schema?: string;
  circuitBreaker?: Partial<SubgraphPolicy['circuitBreaker']>;
};

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';

export const commentsSdl = `${link}
  type Article @key(fields: "id") { id: ID! comments: [Comment!] commentCount: Int mood: Mood }
  type Comment { author: String! text: String! }
  enum Mood { CALM HEATED }`;

export const translationsSdl = `${link}
  scalar URL
  type Article @key(fields: "originalUrl") { originalUrl: URL! translation(language: String!): Translation }
  type Translation { headline: String! language: String! }`;

type Representation = Record<string, string>;

/** Starts both; they are in good health. */
export async function startPartner(): Promise<Partner> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-partner-'));
  const comments = await startSubgraph(commentsSdl, ({ id }) => ({
    id,
    comments: [{ author: 'Wren', text: `First on ${id}` }],
    commentCount: 1,
    mood: 'CALM',
    likes: 7,
  }));
  const translations = await startSubgraph(translationsSdl, ({ originalUrl }) => ({
    originalUrl,
    translation: ({ language }: { language: string }) => ({
      headline: `${language}: ${originalUrl}`,
      language,
    }),
  }));
  await writeFile(join(folder, 'comments.graphql'), commentsSdl);
  let files = 0;
  return {
    comments,
    translations,
    async settings(policies = {}) {
      files += 1;
      const path = join(folder, `subgraphs-${files}.json`);
      const subgraphs = {
        comments: { url: comments.url, ...policies.comments },
        translations: { url: translations.url, ...policies.translations },
      };
      await writeFile(path, JSON.stringify({ subgraphs }));
      return path;
    },
    heal: async () => void (await Promise.all([comments.heal(), translations.heal()])),
    async stop() {
      await Promise.all([comments.stop(), translations.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startSubgraph(
  sdl: string,
  articleOf: (representation: Representation) => Record<string, unknown>,
): Promise<PartnerSubgraph> {
  const rootValue = {
    _service: () => ({ sdl: subgraph.sdl }),
    _entities: ({ representations }: { representations: Representation[] }) =>
      representations.map((representation) => ({ __typename: 'Article', ...articleOf(representation) })),
  };
  const asksForSchema = ({ query }: { query: string }) => query.includes('_service');
  const server = await startMisbehavingServer({
    async answer(operation, headers) {
      const body = (await answersOf(schemaOf(subgraph.sdl), rootValue)?.(operation, headers)) as Body;
      return subgraph.lie && !asksForSchema(operation) ? subgraph.lie(body) : body;
    },
  });
  const { refuse, accept } = server;
  let isRefusing = false;
  const subgraph: PartnerSubgraph = Object.assign(server, {
    sdl,
    lie: undefined,
    asked: () => server.received.filter(({ operation }) => !asksForSchema(operation)).length,
    async refuse() {
      isRefusing = true;
      await refuse();
    },
    async heal() {
      Object.assign(subgraph, { sdl, lie: undefined, behaviour: 'healthy', next: [] });
      if (isRefusing) await accept();
      isRefusing = false;
    },
  });
  return subgraph;
}

function schemaOf(sdl: string): GraphQLSchema {
  const machinery = `scalar _Any  union _Entity = Article  type _Service { sdl: String! }
    type Query { _service: _Service!  _entities(representations: [_Any!]!): [_Entity]! }`;
  return buildASTSchema(parse(`${sdl} ${machinery}`), { assumeValidSDL: true });
}
