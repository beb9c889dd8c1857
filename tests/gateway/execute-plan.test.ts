import { type RemoteGraph, remoteGraph } from '../support/federation.js';
import type { Operation } from '../support/misbehaving-server.js';

const sdls = {
  catalog: `
    type Query { article(id: ID!): Article articles: [Article] shelf: Shelf }
    type Mutation { publish(id: ID!): Article rename(id: ID!, title: String): Article! }
    type Article @key(fields: "id") { id: ID! title: String weight: Int size: Size related: [Article] }
    type Size @shareable { width: Int height: Int }
    type Shelf { articles: [Article!]! }
  `,
  comments: `
    type Query { newest: Comment }
    type Mutation { comment(article: ID!, text: String): Comment }
    type Article @key(fields: "id") {
      id: ID!
      weight: Int @external
      size: Size @external
      comments: [Comment!]
      count: Int!
      mood: String
      postage(zone: Int): String @requires(fields: "weight size { width }")
    }
    type Size @shareable { width: Int height: Int }
    type Comment { text: String article: Article }
  `,
  ratings: `
    type Article @key(fields: "id") { id: ID! mood: String @external stars: Int advice: String @requires(fields: "mood") }
  `,
};

let graph: RemoteGraph;
beforeAll(async () => {
  graph = await remoteGraph(sdls);
});
beforeEach(() => {
  graph.received();
  graph.answers.catalog = ({ query }) => ({
    data: query.includes('articles') ? { articles: [article(1), article(2)] } : { article: article(1) },
  });
  graph.answers.comments = entities(({ id }) => ({ count: Number(id), mood: `mood ${id}`, comments: [] }));
  graph.answers.ratings = entities(({ id, mood }) => ({ stars: Number(id), advice: `so ${mood}` }));
});
afterAll(() => graph.stop());

const article = (id: number, more = {}) => ({
  __typename: 'Article',
  id: `${id}`,
  title: `Title ${id}`,
  ...more,
});

type Representation = Record<string, any>;

/** Answers about entities, one by one. */
function entities(answer: (representation: Representation) => unknown) {
  return (operation: Operation) => ({
    data: Object.fromEntries(asked(operation).map(([key, all]) => [key, all.map(answer)])),
  });
}

/** The representations that an operation brings, by the key of their `_entities` field. */
function asked({ query, variables = {} }: Operation): [key: string, representations: Representation[]][] {
  return [...query.matchAll(/(?:(\w+): )?_entities\(representations: \$(\w+)\)/g)].map(
    ([, key = '_entities', variable = '']) => [key, variables[variable] as Representation[]],
  );
}

describe('entities', () => {
  it('are asked about in one request, each once', async () => {
    const query =
      '{ articles { count } again: articles { mood } article(id: 1) { count related { count } } }';
    graph.answers.catalog = () => ({
      data: {
        articles: [article(1), article(2), article(1), null],
        again: [article(2)],
        article: article(1, { related: [article(2), article(3)] }),
      },
    });
    expect(await graph.ask(query)).toEqual({
      data: {
        articles: [{ count: 1 }, { count: 2 }, { count: 1 }, null],
        again: [{ mood: 'mood 2' }],
        article: { count: 1, related: [{ count: 2 }, { count: 3 }] },
      },
      errors: [],
    });
    const { catalog, comments } = graph.received();
    expect(catalog).toHaveLength(1);
    expect(comments).toHaveLength(1);
    for (const [, all] of asked(comments?.[0] as Operation)) {
      const ids = all.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('are told by their keys and what is required, and nothing else', async () => {
    graph.answers.catalog = () => ({
      data: { article: article(1, { weight: 7, size: { width: 2, height: 3 }, secret: 'x' }) },
    });
    graph.answers.comments = entities(({ weight, size }) => ({ postage: `${weight} x ${size.width}` }));
    expect(await graph.ask('{ article(id: 1) { title postage } }')).toEqual({
      data: { article: { title: 'Title 1', postage: '7 x 2' } },
      errors: [],
    });
    expect(graph.received().comments?.flatMap(asked)).toEqual([
      ['_entities', [{ __typename: 'Article', id: '1', weight: 7, size: { width: 2 } }]],
    ]);
  });

  it('are not asked about where there are none', async () => {
    graph.answers.catalog = () => ({ data: { articles: [null] } });
    expect(await graph.ask('{ articles { count } }')).toEqual({ data: { articles: [null] }, errors: [] });
    expect(graph.received().comments).toEqual([]);
  });

  it('are null in what a subgraph does not know of them, without an error', async () => {
    graph.answers.comments = entities(({ id }) => (id === '1' ? null : { mood: 'calm' }));
    expect(await graph.ask('{ articles { id mood comments { text } } }')).toEqual({
      data: {
        articles: [
          { id: '1', mood: null, comments: null },
          { id: '2', mood: 'calm', comments: null },
        ],
      },
      errors: [],
    });
  });

  it('are null as a whole where a field that may not be null is not known', async () => {
    graph.answers.comments = entities(({ id }) => (id === '1' ? null : { count: 7 }));
    expect(await graph.ask('{ articles { id count } }')).toEqual({
      data: { articles: [null, { id: '2', count: 7 }] },
      errors: [expect.objectContaining({ path: 'articles.0.count', subgraph: 'comments' })],
    });
  });

  it.each<[what: string, given: unknown]>([
    ['fewer', [{ mood: 'calm' }]],
    ['none', []],
    ['null for all', null],
    ['an object for all', { mood: 'calm' }],
    ['nothing', undefined],
    ['texts', ['calm', 'angry']],
    ['lists', [[], []]],
  ])('are not taken where there are %s', async (_what, given) => {
    graph.answers.comments = () => ({ data: { _entities: given } });
    const error = { code: 'SUBGRAPH_INVALID_RESPONSE', subgraph: 'comments' };
    expect(await graph.ask('{ articles { title mood } }')).toEqual({
      data: {
        articles: [
          { title: 'Title 1', mood: null },
          { title: 'Title 2', mood: null },
        ],
      },
      errors: [
        expect.objectContaining({ path: 'articles.0.mood', ...error }),
        expect.objectContaining({ path: 'articles.1.mood', ...error }),
      ],
    });
  });

  it('are not more than were asked for', async () => {
    graph.answers.comments = () => ({ data: { _entities: [{ mood: 'a' }, { mood: 'b' }, { mood: 'c' }] } });
    const { data, errors } = await graph.ask('{ articles { mood } }');
    expect({ data, errors }).toEqual({ data: { articles: [{ mood: 'a' }, { mood: 'b' }] }, errors: [] });
  });

  it('keep what another subgraph gave', async () => {
    const forged = { __typename: 'Shelf', id: 'x', title: 'Forged', related: [], mood: 'calm' };
    graph.answers.comments = entities(() => ({
      ...forged,
      ...JSON.parse('{ "__proto__": { "title": "Forged" }, "constructor": "Forged" }'),
    }));
    expect(await graph.ask('{ article(id: 1) { __typename id title mood } }')).toEqual({
      data: { article: { __typename: 'Article', id: '1', title: 'Title 1', mood: 'calm' } },
      errors: [],
    });
  });
});

describe('an error about entities', () => {
  const failing = (given: unknown[], ...errors: unknown[]) => {
    graph.answers.comments = () => ({ data: { _entities: given }, errors });
    return graph.ask('{ articles { title mood comments { text } } }');
  };
  const rest = { comments: null };

  it('stands at its field of its entity', async () => {
    const given = [{ mood: null, comments: [{ text: 'x' }, { text: null }] }, { mood: 'calm' }];
    const answer = await failing(
      given,
      { message: 'Torn', path: ['_entities', 0, 'comments', 1, 'text'] },
      { message: 'Too late', path: ['_entities', 0, 'mood'], extensions: { code: 'MOOD_CLOSED' } },
    );
    expect(answer.data.articles[0]).toEqual({
      title: 'Title 1',
      mood: null,
      comments: [{ text: 'x' }, { text: null }],
    });
    expect(answer.errors).toEqual([
      {
        path: 'articles.0.comments.1.text',
        code: 'SUBGRAPH_ERROR',
        subgraph: 'comments',
        message: 'The subgraph "comments" could not answer this',
      },
      { path: 'articles.0.mood', code: 'MOOD_CLOSED', subgraph: 'comments', message: 'Too late' },
    ]);
  });

  it('stands at all fields of an entity that is null for it', async () => {
    const { data, errors } = await failing([null, { mood: 'calm' }], {
      message: 'Torn',
      path: ['_entities', 0, 'count'],
    });
    expect(data.articles).toEqual([
      { title: 'Title 1', mood: null, ...rest },
      { title: 'Title 2', mood: 'calm', ...rest },
    ]);
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      ['articles.0.mood', 'SUBGRAPH_ERROR'],
      ['articles.0.comments', 'SUBGRAPH_ERROR'],
    ]);
  });

  it.each([
    ['without a path', undefined],
    ['with an empty path', []],
    ['with a path to all entities', ['_entities']],
  ])('%s stands at all fields that are not there', async (_what, path) => {
    graph.answers.comments = () => ({ data: { _entities: null }, errors: [{ message: 'Torn', path }] });
    const { data, errors } = await graph.ask('{ articles { title mood } }');
    expect(data.articles).toEqual([
      { title: 'Title 1', mood: null },
      { title: 'Title 2', mood: null },
    ]);
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      ['articles.0.mood', 'SUBGRAPH_ERROR'],
      ['articles.1.mood', 'SUBGRAPH_ERROR'],
    ]);
  });

  it('without a path is kept where all entities are there', async () => {
    graph.answers.comments = () => ({
      data: { _entities: [{ mood: null }, { mood: 'calm' }] },
      errors: [{ message: 'Torn' }],
    });
    const { data, errors } = await graph.ask('{ articles { mood } }');
    expect(data).toEqual({ articles: [{ mood: null }, { mood: 'calm' }] });
    expect(errors).toEqual([
      { path: undefined, code: 'SUBGRAPH_ERROR', subgraph: 'comments', message: expect.any(String) },
    ]);
  });

  it('stands wherever the entity stands', async () => {
    graph.answers.catalog = () => ({ data: { articles: [article(1), article(2), article(1)] } });
    const { errors } = await failing([{ mood: null }, { mood: 'calm' }], {
      message: 'Torn',
      path: ['_entities', 0, 'mood'],
    });
    expect(errors.map(({ path }) => path)).toEqual(['articles.0.mood', 'articles.2.mood']);
  });

  it.each([[['_entities', 7, 'mood']], [['somewhere', 'else']]])(
    'at a place that there is not, %j, changes nothing',
    async (path) => {
      const { data } = await failing([{ mood: 'a' }, { mood: 'b' }], { message: 'Torn', path });
      expect(data.articles.map(({ mood }: any) => mood)).toEqual(['a', 'b']);
    },
  );

  it('stands at the keys that the client gave', async () => {
    const keyOf = (field: string, { query }: Operation) => query.match(`(\\w+): ${field}`)?.[1] ?? field;
    graph.answers.catalog = (operation) => ({ data: { [keyOf('article', operation)]: article(1) } });
    graph.answers.comments = (operation) => {
      const key = keyOf('mood', operation);
      const errors = [{ message: 'Torn', path: ['_entities', 0, key] }];
      return { data: { _entities: [{ [key]: null }] }, errors };
    };
    const { data, errors } = await graph.ask('{ weight: article(id: 1) { title: mood } }');
    expect(data).toEqual({ weight: { title: null } });
    expect(errors).toEqual([expect.objectContaining({ path: 'weight.title' })]);
  });
});

describe('an error of a root field', () => {
  it('stands at its field, and the others are there', async () => {
    graph.answers.catalog = () => ({
      data: { article: { id: '1', title: null } },
      errors: [{ message: 'Torn', path: ['article', 'title'] }],
    });
    graph.answers.comments = () => ({ data: { newest: { text: 'x' } } });
    expect(await graph.ask('{ article(id: 1) { id title } newest { text } }')).toEqual({
      data: { article: { id: '1', title: null }, newest: { text: 'x' } },
      errors: [expect.objectContaining({ path: 'article.title', subgraph: 'catalog' })],
    });
  });

  it.each<[what: string, path: unknown]>([
    ['without a path', undefined],
    ['with a path', ['article']],
  ])('%s and without data stands at all root fields of the subgraph', async (_what, path) => {
    graph.answers.catalog = () => ({ errors: [{ message: 'Torn', path }] });
    graph.answers.comments = () => ({ data: { newest: { text: 'x' } } });
    const { data, errors } = await graph.ask('{ article(id: 1) { title } newest { text } articles { id } }');
    expect(data).toEqual({ article: null, newest: { text: 'x' }, articles: null });
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      ['article', 'SUBGRAPH_ERROR'],
      ['articles', 'SUBGRAPH_ERROR'],
    ]);
  });
});

describe('what a field requires', () => {
  it('is waited for', async () => {
    expect(await graph.ask('{ article(id: 1) { advice } }')).toEqual({
      data: { article: { advice: 'so mood 1' } },
      errors: [],
    });
    expect(graph.received().ratings?.flatMap(asked)).toEqual([
      ['_entities', [{ __typename: 'Article', id: '1', mood: 'mood 1' }]],
    ]);
  });

  it('is null where it is null, or has failed on its own', async () => {
    graph.answers.comments = () => ({
      data: { _entities: [{ mood: null }, { mood: null }] },
      errors: [{ message: 'Torn', path: ['_entities', 1, 'mood'] }],
    });
    graph.answers.ratings = entities(({ id, mood }) => ({ advice: `${id} ${mood}` }));
    const { data } = await graph.ask('{ articles { advice } }');
    expect(data).toEqual({ articles: [{ advice: '1 null' }, { advice: '2 null' }] });
  });

  it('fails with its subgraph: nobody is asked in vain, and the error names whose fault it is', async () => {
    graph.answers.comments = () => ({ errors: [{ message: 'Torn' }] });
    const { data, errors } = await graph.ask('{ article(id: 1) { title advice } }');
    expect(data).toEqual({ article: { title: 'Title 1', advice: null } });
    expect(errors).toEqual([
      expect.objectContaining({ path: 'article.advice', code: 'SUBGRAPH_ERROR', subgraph: 'comments' }),
    ]);
    expect(graph.received().ratings).toEqual([]);
  });

  it('is not there where its entity is not known', async () => {
    graph.answers.comments = () => ({ data: { _entities: [null, { mood: 'calm' }] } });
    const { data, errors } = await graph.ask('{ articles { advice } }');
    expect(data).toEqual({ articles: [{ advice: null }, { advice: 'so calm' }] });
    expect(errors).toEqual([]);
  });
});

describe('mutations', () => {
  it('are made in their order, across subgraphs', async () => {
    const order: string[] = [];
    const making = (name: string) => (operation: Operation) => {
      order.push(
        ...[...operation.query.matchAll(/(\w+): (?:publish|rename|comment)\(/g)].map(([, key]) => key ?? ''),
      );
      return { data: { a: article(1), b: { text: name }, c: article(2), d: { text: name } } };
    };
    graph.answers.catalog = making('catalog');
    graph.answers.comments = making('comments');
    const query = `mutation {
      a: publish(id: 1) { title } b: comment(article: 1) { text } c: publish(id: 2) { id } d: comment(article: 2) { text }
    }`;
    const { data, errors } = await graph.ask(query);
    expect(JSON.stringify(data)).toBe(
      '{"a":{"title":"Title 1"},"b":{"text":"comments"},"c":{"id":"2"},"d":{"text":"comments"}}',
    );
    expect(errors).toEqual([]);
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('go on after one that fails', async () => {
    graph.answers.catalog = () => ({ data: { a: null }, errors: [{ message: 'Torn', path: ['a'] }] });
    graph.answers.comments = () => ({ data: { b: { text: 'x' } } });
    const { data, errors } = await graph.ask(
      'mutation { a: publish(id: 1) { title } b: comment(article: 1) { text } }',
    );
    expect(data).toEqual({ a: null, b: { text: 'x' } });
    expect(errors).toEqual([expect.objectContaining({ path: 'a', subgraph: 'catalog' })]);
  });

  it('leave no data where one that may not be null is', async () => {
    graph.answers.catalog = () => ({ data: null, errors: [{ message: 'Torn', path: ['rename'] }] });
    graph.answers.comments = () => ({ data: { comment: { text: 'x' } } });
    const { data, errors } = await graph.ask(
      'mutation { comment(article: 1) { text } rename(id: 1) { title } }',
    );
    expect(data).toBeNull();
    expect(errors).toEqual([expect.objectContaining({ path: 'rename', subgraph: 'catalog' })]);
  });

  it('are followed by what others know of their entities', async () => {
    graph.answers.catalog = () => ({ data: { publish: article(1) } });
    const { data } = await graph.ask('mutation { publish(id: 1) { title mood } }');
    expect(data).toEqual({ publish: { title: 'Title 1', mood: 'mood 1' } });
  });
});
