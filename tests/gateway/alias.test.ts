import { parse } from 'graphql';
import { type Newspaper, openNewspaper } from '../support/newspaper-graph.js';

let graph: Newspaper;
beforeAll(async () => {
  graph = await openNewspaper();
});

describe('a key in the answer that means something inside', () => {
  it.each([
    ['the name of a key', '{ article(id: "a2") { id: headline byline slug: tone author { id: name } } }'],
    ['the name of another key', '{ people { articles { slug: headline id: tone links { url } } } }'],
    ['the name of a required field', '{ article(id: "a2") { tone: slug words: views byline } }'],
    ['a required field with other arguments', '{ article(id: "a2") { title(length: 5) teaser } }'],
    [
      'such a one in an entity',
      '{ rating(id: "r1") { content { ... on Article { title(length: 5) teaser } } } }',
    ],
    [
      'such a one without its argument',
      '{ rating(id: "r1") { content { ... on Article { teaser title } id } } }',
    ],
    ['such a one under its own name', '{ people { articles { title: title(length: 1) teaser } } }'],
    ['a required object', '{ article(id: "a2") { image: source { url: id } alt } }'],
    ['what is asked of all objects', '{ top { __typename: score ... on Article { author { id } } } }'],
    [
      'what aliases are called inside',
      '{ article(id: "a2") { _as_id: tone id: slug _as__as_id: id author { id } } }',
    ],
    [
      'a key on one type only',
      '{ found { ... on Article { id: headline score } ... on Source { id: name } } }',
    ],
  ])('may be %s', async (_what, query) => {
    const { expected, answer } = await graph.both(parse(query));
    expect(expected.errors).toBeUndefined();
    expect(JSON.stringify(answer)).toBe(JSON.stringify({ data: expected.data, errors: [] }));
  });

  it.each([
    '{ people { __proto__: name } }',
    '{ people { __proto__: mentor { polluted: id } } }',
    '{ people { __proto__: articles { __proto__: similar { polluted: headline __proto__: score } } } }',
    '{ __proto__: person(id: "h1") { constructor: articles { prototype: edition { polluted: mood } } } }',
    '{ people { toString: name valueOf: email hasOwnProperty: mentor { id } constructor: id } }',
    'query ($__proto__: Int = 1, $constructor: Int = 1) { people { articles(first: $__proto__) { id } more: articles(first: $constructor) { id } } }',
    'query ($toString: Boolean! = false) { people { id name @include(if: $toString) } }',
  ])('may be what all objects inherit: %s', async (query) => {
    const { expected, answer } = await graph.both(parse(query));
    expect(JSON.stringify(answer)).toBe(JSON.stringify({ data: expected.data, errors: [] }));
    expect({}).not.toHaveProperty('polluted');
  });

  it('is the client’s own in the path of an error', async () => {
    const fault = (_uid: string, field: string) => (field === 'name' ? 'error' : undefined);
    const document = parse('{ id: people { slug: id id: name } }');
    const { expected, answer } = await graph.both(document, {}, { fault });
    expect(expected.errors).toHaveLength(1);
    expect(answer.errors.map(({ path }) => path)).toEqual(expected.errors?.map(({ path }) => path));
  });
});
