import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { type FieldNode, Kind, type OperationDefinitionNode, parse, visit } from 'graphql';

/** What the partner publishes. */
export const partnerSdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Article @key(fields: "id") {
  id: ID!
  commentCount: Int
  comments: [Comment!]
}

type Comment {
  author: String!
  text: String!
  createdAt: String!
}
`;

/** What the partner's part of an article page is asked by. */
export const partnerFields = 'commentCount comments { author text createdAt }';

export interface Commented {
  __typename: 'Article';
  commentCount: number;
  comments: { author: string; text: string; createdAt: string }[];
}

const perArticle = 10;

/** The comments on an article: always the same for one id. */
export function commentsOn(articleId: string): Commented {
  const comments = Array.from({ length: perArticle }, (_, index) => ({
    author: `Reader ${index + 1}`,
    text: `What ${articleId} says about "${index}" is not what we were told before the election, and nobody asks why.`,
    createdAt: `2026-01-0${(index % 9) + 1}T12:00:00Z`,
  }));
  return { __typename: 'Article', commentCount: perArticle, comments };
}

/** One `_entities` field of an operation. */
interface EntitiesField {
  key: string;
  variable: string;
}

/**
 * A partner's subgraph that costs next to nothing, so that it is not the partner who is measured: the comments of all
 * its articles are written beforehand, and an operation is read only once. It gives all its fields, asked for or not.
 */
export function partnerServer(): Server {
  const read = new Map<string, readonly EntitiesField[]>();
  const written = new Map<string, string>();

  function answer(body: string): string {
    const { query, variables } = JSON.parse(body) as {
      query: string;
      variables?: Record<string, { id: string }[]>;
    };
    let fields = read.get(query);
    if (!fields) {
      fields = entitiesFields(query);
      read.set(query, fields);
    }
    if (fields.length === 0) return JSON.stringify({ data: { _service: { sdl: partnerSdl } } });
    const members = fields.map(({ key, variable }) => {
      const entities = variables?.[variable]?.map(({ id }) => entity(id));
      return `"${key}":[${entities?.join() ?? ''}]`;
    });
    return `{"data":{${members.join()}}}`;
  }

  function entity(id: string): string {
    let json = written.get(id);
    if (!json) {
      json = JSON.stringify(commentsOn(id));
      written.set(id, json);
    }
    return json;
  }

  return createServer(async (request, response) => {
    const body = Buffer.from(answer(await text(request)));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
}

function entitiesFields(query: string): EntitiesField[] {
  const fields: EntitiesField[] = [];
  visit(parse(query), {
    OperationDefinition({ selectionSet }: OperationDefinitionNode) {
      for (const field of selectionSet.selections as FieldNode[]) {
        const representations = field.arguments?.[0]?.value;
        if (representations?.kind !== Kind.VARIABLE) continue;
        fields.push({ key: (field.alias ?? field.name).value, variable: representations.name.value });
      }
    },
  });
  return fields;
}
