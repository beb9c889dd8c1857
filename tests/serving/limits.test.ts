import { getIntrospectionQuery } from 'graphql';
import { articlePageQuery } from '../../src/serving/example-query.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
let strict: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  strict = await startTestApp({
    env: {
      MAX_BODY_BYTES: '4000',
      MAX_TOKENS: '200',
      MAX_DEPTH: '5',
      MAX_COST: '500',
      INTROSPECTION: 'false',
    },
  });
});

afterAll(async () => {
  await app.stop();
  await strict.stop();
});

const tooLarge = (variable: string) => ({
  status: 400,
  errors: [{ message: expect.stringContaining(variable), extensions: { code: 'OPERATION_TOO_LARGE' } }],
});

describe('the default limits', () => {
  it('leave room for the article page', async () => {
    const { errors } = await app.graphql(articlePageQuery, { slug: 'none' });
    expect(errors).toBeUndefined();
  });

  it('leave room for the introspection that tools send', async () => {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true });
    const { data, errors } = await app.graphql(query);
    expect([errors, data.__schema.queryType]).toEqual([undefined, { name: 'Query', kind: 'OBJECT' }]);
  });

  it('leave room for the longest list with all that a teaser shows', async () => {
    const { errors } = await app.graphql(`{
      articles(first: 100) { nodes { headline source { name } categories { path } previous { id } next { id } } }
    }`);
    expect(errors).toBeUndefined();
  });

  it('stop lists of lists of lists', async () => {
    const nodes = (field: string, inner: string) => `${field}(first: 100) { nodes { ${inner} } }`;
    const query = `{ ${nodes('articles', `source { ${nodes('articles', `source { ${nodes('articles', 'id')} }`)} }`)} }`;
    expect(await app.graphql(query)).toMatchObject(tooLarge('MAX_COST'));
  });
});

describe('MAX_BODY_BYTES', () => {
  const send = (bytes: number) =>
    fetch(`${strict.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }', extensions: {} }).padEnd(bytes),
    });

  it('is 413 for a body of one byte more, as a GraphQL error', async () => {
    expect((await send(4000)).status).toBe(200);
    const response = await send(4001);
    expect([response.status, await response.json()]).toEqual([
      413,
      {
        errors: [
          { message: expect.stringMatching(/4000.*MAX_BODY_BYTES/), extensions: { code: 'BODY_TOO_LARGE' } },
        ],
      },
    ]);
  });

  it('holds for a body that does not say how long it is', async () => {
    const response = await fetch(`${strict.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([' '.repeat(5000)]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  it('holds for views', async () => {
    const response = await fetch(`${strict.url}/views`, { method: 'POST', body: ' '.repeat(5000) });
    expect([response.status, await response.json()]).toEqual([
      413,
      { code: 'BODY_TOO_LARGE', message: expect.stringContaining('MAX_BODY_BYTES') },
    ]);
  });
});

describe('MAX_TOKENS', () => {
  it('stops a long document before it is understood', async () => {
    expect(await strict.graphql(`{ ${'__typename '.repeat(198)} }`)).toMatchObject({ status: 200 });
    expect(await strict.graphql(`{ ${'__typename '.repeat(199)} }`)).toMatchObject(tooLarge('MAX_TOKENS'));
  });
});

describe('a field that is repeated thousands of times', () => {
  it('is refused for what it is', async () => {
    expect(await app.graphql(`{ ${'__typename '.repeat(4990)} }`)).toMatchObject({
      status: 400,
      errors: [
        { message: expect.stringContaining('too many fields'), extensions: { code: 'OPERATION_TOO_LARGE' } },
      ],
    });
  });
});

describe('MAX_DEPTH', () => {
  const deep = '{ categories { parent { parent { parent { id } } } } }';

  it('allows that depth and no more', async () => {
    expect(await strict.graphql(deep)).toMatchObject({ status: 200 });
    expect(await strict.graphql(deep.replace('id', 'parent { id }'))).toMatchObject(tooLarge('MAX_DEPTH'));
  });

  it('looks through fragments', async () => {
    const query = `{ categories { ...A } }
      fragment A on Category { parent { parent { ...B } } }
      fragment B on Category { parent { ... on Category { parent { id } } } }`;
    expect(await strict.graphql(query)).toMatchObject(tooLarge('MAX_DEPTH'));
  });
});

describe('MAX_COST', () => {
  it('adds up aliases', async () => {
    const aliased = (times: number) =>
      `{ ${Array.from({ length: times }, (_, n) => `a${n}: articles(first: 100) { nodes { id } }`).join(' ')} }`;
    expect(await strict.graphql(aliased(2))).toMatchObject({ status: 200 });
    expect(await strict.graphql(aliased(3))).toMatchObject(tooLarge('MAX_COST'));
  });

  it('reads the length of a list from a variable', async () => {
    const query =
      'query ($first: Int) { articles(first: $first) { nodes { id slug headline language wordCount } } }';
    expect(await strict.graphql(query, { first: 50 })).toMatchObject({ status: 200 });
    expect(await strict.graphql(query, { first: 100 })).toMatchObject(tooLarge('MAX_COST'));
  });

  it.each([
    ['ArticleOrder', 'orderBy', 'WEIGHT', 'ADDED_DESC'],
    ['Cursor', 'after', 5, ''],
  ])(
    'weighs right variables that look like wrong ones before them: %s',
    async (type, argument, wrong, right) => {
      const query = `query ($given: ${type}, $size: Int) {
      articles(first: $size, ${argument}: $given) { nodes { id slug headline wordCount } }
    }`;
      const ask = (given: unknown, size: number) => strict.graphql(query, { given, size });
      expect(await ask(wrong, 100)).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'given' } }],
      });
      for (let times = 0; times < 3; times++)
        expect(await ask(right, 100)).toMatchObject(tooLarge('MAX_COST'));
      expect((await ask(right, 10)).errors?.[0]?.extensions.code).not.toBe('OPERATION_TOO_LARGE');
    },
  );

  it('weighs an operation again that had no right variables before', async () => {
    const query = `query ($slug: String!, $size: Int) {
      article(slug: $slug) { __typename } articles(first: $size) { nodes { id slug headline wordCount } }
    }`;
    expect(await strict.graphql(query, { size: 100 })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'slug' } }],
    });
    expect(await strict.graphql(query, { size: 100, slug: 'none' })).toMatchObject(tooLarge('MAX_COST'));
  });

  it('weighs the operation that is asked for', async () => {
    const body = {
      query:
        'query A { __typename } query B { articles(first: 100) { nodes { id slug headline language wordCount } } }',
    };
    const send = async (operationName: string) =>
      (
        await fetch(`${strict.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
          body: JSON.stringify({ ...body, operationName }),
        })
      ).status;
    expect([await send('A'), await send('B')]).toEqual([200, 400]);
  });

  it('leaves a list that is too long to the argument that says so', async () => {
    expect(await strict.graphql('{ articles(first: 1000000) { nodes { id } } }')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }],
    });
  });

  it('leaves wrong variables to their own errors', async () => {
    const query =
      'query ($first: Int, $after: Cursor) { articles(first: $first, after: $after) { nodes { id } } }';
    expect(await strict.graphql(query, { first: 'x', after: 5 })).toMatchObject({
      status: 400,
      errors: [
        { extensions: { code: 'BAD_USER_INPUT', argument: 'first' } },
        { extensions: { code: 'BAD_USER_INPUT', argument: 'after' } },
      ],
    });
  });

  it('is not lost where an argument turns out to be null', async () => {
    const query = `query ($first: Int) {
      latestArticles(first: $first) { id }
      articles(first: 100) { nodes { id slug headline language wordCount } }
    }`;
    expect(await strict.graphql(query, { first: null })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }],
    });
  });
});

describe('fragments', () => {
  it('that spread themselves are refused', async () => {
    const query = '{ categories { ...A } } fragment A on Category { ...B } fragment B on Category { ...A }';
    expect(await app.graphql(query)).toMatchObject({
      status: 400,
      errors: [
        { message: expect.stringContaining('itself'), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
      ],
    });
  });

  it('that double at each step are refused before they are multiplied out', async () => {
    const doubling = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
    );
    const query = `{ ...F0 } ${doubling.join(' ')} fragment F40 on Query { __typename }`;
    const begun = performance.now();
    expect(await app.graphql(query)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'OPERATION_TOO_LARGE' } }],
    });
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('INTROSPECTION=false', () => {
  it('hides the schema', async () => {
    expect(await strict.graphql('{ __schema { queryType { name } } }')).toMatchObject({
      status: 400,
      errors: [
        {
          message: expect.stringContaining('introspection'),
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    });
    expect(await strict.graphql('{ __type(name: "Article") { name } }')).toMatchObject({ status: 400 });
    expect(await strict.graphql('{ __typename }')).toMatchObject({ data: { __typename: 'Query' } });
  });

  it.each([
    '{ articl { id } }',
    '{ articles(orderBy: ADDED_DES) { nodes { id } } }',
    '{ articles(frst: 1) { nodes { id } } }',
  ])('suggests nothing to %s', async (query) => {
    expect(JSON.stringify(await app.graphql(query))).toContain('Did you mean');
    const { status, errors } = await strict.graphql(query);
    expect([status, JSON.stringify(errors)]).toEqual([400, expect.not.stringContaining('Did you mean')]);
  });
});

describe('batches', () => {
  it('are refused', async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      { errors: [{ message: expect.stringContaining('batching'), extensions: { code: 'BAD_REQUEST' } }] },
    ]);
  });
});
