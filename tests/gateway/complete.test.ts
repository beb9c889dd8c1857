import { type RemoteGraph, remoteGraph } from '../support/federation.js';

/** One subgraph, which gives whatever it is told to. */
const sdl = `
  type Query { box: Box strict: Box! boxes: [Box] strictBoxes: [Box!]! }
  type Box {
    text: String
    must: String!
    int: Int
    float: Float
    flag: Boolean
    id: ID
    tone: Tone
    json: JSON
    inner: Box
    innerMust: Box!
    list: [Int]
    ofMust: [Int!]
    mustList: [Int]!
    mustOfMust: [Int!]!
    grid: [[Int]]
    gridOfMust: [[Int!]!]
    item: Item
    things: [Thing!]
    found: [Thing]
  }
  scalar JSON
  enum Tone { GRAVE LIGHT HUSHED @inaccessible }
  interface Item { text: String }
  type Article implements Item { text: String words: Int }
  type Secret implements Item @inaccessible { text: String }
  union Thing = Article | Secret
`;

let graph: RemoteGraph;
beforeAll(async () => {
  graph = await remoteGraph({ shop: sdl });
});
afterAll(() => graph.stop());

/** The answer to an operation of whose data this comes out of the subgraph. */
function ask(query: string, data: unknown, errors?: unknown[]) {
  graph.answers.shop = () => ({ data, ...(errors ? { errors } : {}) });
  return graph.ask(query);
}

/** The answer to an operation about the box. */
async function askBox(selection: string, box: unknown, errors?: unknown[]) {
  const { data, errors: found } = await ask(`{ box { ${selection} } }`, { box }, errors);
  return { box: data.box, errors: found };
}

describe('a null where none may be', () => {
  it.each<[selection: string, given: unknown, box: unknown, path: string]>([
    ['must', { must: null }, null, 'box.must'],
    ['must', {}, null, 'box.must'],
    ['text must', { text: 'x', must: null }, null, 'box.must'],
    ['inner { must }', { inner: { must: null } }, { inner: null }, 'box.inner.must'],
    ['text innerMust { must }', { text: 'x', innerMust: { must: null } }, null, 'box.innerMust.must'],
    ['inner { innerMust { text } }', { inner: { innerMust: null } }, { inner: null }, 'box.inner.innerMust'],
    ['ofMust', { ofMust: [1, null, 3] }, { ofMust: null }, 'box.ofMust.1'],
    ['mustList', { mustList: null }, null, 'box.mustList'],
    ['mustOfMust', { mustOfMust: [null] }, null, 'box.mustOfMust.0'],
    ['gridOfMust', { gridOfMust: [[1], [2, null]] }, { gridOfMust: null }, 'box.gridOfMust.1.1'],
    ['gridOfMust', { gridOfMust: [[1], null] }, { gridOfMust: null }, 'box.gridOfMust.1'],
  ])('takes the nearest place above that may be null: %s', async (selection, given, box, path) => {
    expect(await askBox(selection, given)).toEqual({
      box,
      errors: [expect.objectContaining({ path, code: 'SUBGRAPH_INVALID_RESPONSE', subgraph: 'shop' })],
    });
  });

  it('is told in words that name field and subgraph', async () => {
    const { errors } = await askBox('must', { must: null });
    expect(errors[0]?.message).toBe(
      'The subgraph "shop" gave a wrong answer: Box.must came as null where it may not be null',
    );
  });

  it('takes all data where nothing above may be null', async () => {
    expect(await ask('{ box { text } strict { text } }', { box: { text: 'x' }, strict: null })).toEqual({
      data: null,
      errors: [expect.objectContaining({ path: 'strict' })],
    });
    expect(await ask('{ strictBoxes { must } }', { strictBoxes: [{ must: 'x' }, { must: null }] })).toEqual({
      data: null,
      errors: [expect.objectContaining({ path: 'strictBoxes.1.must' })],
    });
  });

  it('takes one item of a list whose items may be null', async () => {
    const boxes = [{ must: 'x' }, { must: null }, null, { must: 'y' }];
    expect(await ask('{ boxes { must } }', { boxes })).toEqual({
      data: { boxes: [{ must: 'x' }, null, null, { must: 'y' }] },
      errors: [expect.objectContaining({ path: 'boxes.1.must' })],
    });
  });

  it('gets no second error where the subgraph has told of one, there, below or above', async () => {
    for (const path of [['box'], ['box', 'inner'], ['box', 'inner', 'innerMust', 'must']]) {
      const { box, errors } = await askBox('inner { innerMust { must } }', { inner: { innerMust: null } }, [
        { message: 'Out of stock', path },
      ]);
      expect(box).toEqual({ inner: null });
      expect(errors).toEqual([
        expect.objectContaining({ path: path.join('.'), code: 'SUBGRAPH_ERROR', subgraph: 'shop' }),
      ]);
    }
  });

  it('gets one of its own where the subgraph has told of another place', async () => {
    const errors = [{ message: 'Torn', path: ['box', 'text'] }];
    const answer = await askBox('text inner { must }', { text: null, inner: { must: null } }, errors);
    expect(answer.box).toEqual({ text: null, inner: null });
    expect(answer.errors.map(({ path }) => path)).toEqual(['box.text', 'box.inner.must']);
  });
});

describe('a null that may be', () => {
  it.each<[selection: string, given: unknown]>([
    ['text int tone json inner { text }', { text: null, int: null, tone: null, json: null, inner: null }],
    ['list', { list: [1, null, 3] }],
    ['list', { list: null }],
    ['mustList', { mustList: [null] }],
    ['grid', { grid: [[1, null], null, []] }],
    ['item { text } found { __typename }', { item: null, found: [null] }],
  ])('stays, without an error: %s', async (selection, box) => {
    expect(await askBox(selection, box)).toEqual({ box, errors: [] });
  });
});

describe('a value of the wrong type', () => {
  it.each<[field: string, given: unknown]>([
    ['int', '1'],
    ['int', 1.5],
    ['int', 2 ** 31],
    ['int', -(2 ** 31) - 1],
    ['int', true],
    ['int', [1]],
    ['int', {}],
    ['float', '1.5'],
    ['float', false],
    ['flag', 1],
    ['flag', 'true'],
    ['text', 7],
    ['text', ['x']],
    ['text', { toString: 'x' }],
    ['id', 1.5],
    ['id', {}],
    ['tone', 'LOUD'],
    ['tone', 'toString'],
    ['tone', 0],
    ['tone', ['GRAVE']],
    ['list', 7],
    ['list', { 0: 7 }],
    ['grid', [7]],
    ['inner { text }', 'x'],
    ['inner { text }', [{ text: 'x' }]],
    ['found { __typename }', { __typename: 'Article' }],
  ])('becomes null, with an error: %s: %j', async (field, given) => {
    const [name = ''] = field.split(' ');
    const { box, errors } = await askBox(`${field} must`, { [name]: given, must: 'x' });
    expect(box).toEqual({ [name]: name === 'grid' ? [null] : null, must: 'x' });
    expect(errors).toEqual([
      {
        path: name === 'grid' ? 'box.grid.0' : `box.${name}`,
        code: 'SUBGRAPH_INVALID_RESPONSE',
        subgraph: 'shop',
        message: expect.stringMatching(`^The subgraph "shop" gave a wrong answer: Box.${name} came as no `),
      },
    ]);
  });

  it('costs no more than its item of a list', async () => {
    const { box, errors } = await askBox('list', { list: [1, 'two', 3] });
    expect(box).toEqual({ list: [1, null, 3] });
    expect(errors.map(({ path }) => path)).toEqual(['box.list.1']);
  });

  it('is told of once where it takes a list along', async () => {
    const given = Array.from({ length: 1000 }, () => 'x');
    const { box, errors } = await askBox('ofMust', { ofMust: given });
    expect(box).toEqual({ ofMust: null });
    expect(errors.map(({ path }) => path)).toEqual(['box.ofMust.0']);
  });
});

describe('a value of the right type', () => {
  it.each<[field: string, given: unknown, expected?: unknown]>([
    ['int', 2 ** 31 - 1],
    ['int', -(2 ** 31)],
    ['float', 7],
    ['float', -1.5],
    ['flag', false],
    ['text', ''],
    ['id', 'x'],
    ['id', 7, '7'],
    ['tone', 'GRAVE'],
    ['json', { any: ['thing', 1, null] }],
    ['json', 'text'],
    ['json', [[]]],
  ])('stays: %s: %j', async (field, given, expected = given) => {
    expect(await askBox(field, { [field]: given })).toEqual({ box: { [field]: expected }, errors: [] });
  });
});

describe('an object of an abstract type', () => {
  it('shows what its own type shows', async () => {
    const item = { __typename: 'Article', text: 'x', words: 7 };
    expect(await askBox('item { text ... on Article { words } }', { item })).toEqual({
      box: { item: { text: 'x', words: 7 } },
      errors: [],
    });
  });

  it.each<[what: string, typename: unknown]>([
    ['of no type', 'Nothing'],
    ['of a type that is none of the abstract one', 'Box'],
    ['of the schema itself', '__Type'],
    ['of a scalar', 'Int'],
    ['of a type that is a number', 7],
    ['of an unnamed type', undefined],
  ])('is null with an error where it is said to be %s', async (_what, __typename) => {
    const { box, errors } = await askBox('found { __typename ... on Article { text } }', {
      found: [
        { __typename: 'Article', text: 'x' },
        { __typename, text: 'y' },
      ],
    });
    expect(box).toEqual({ found: [{ __typename: 'Article', text: 'x' }, null] });
    expect(errors).toEqual([
      expect.objectContaining({ path: 'box.found.1', code: 'SUBGRAPH_INVALID_RESPONSE' }),
    ]);
  });

  it.each([
    'item { text }',
    'item { __typename }',
    'item { ... on Item { text } }',
    'item { ... on Article { words } }',
  ])('is null without an error where clients may not know its type: %s', async (selection) => {
    const item = { __typename: 'Secret', text: 'x' };
    expect(await askBox(selection, { item })).toEqual({ box: { item: null }, errors: [] });
  });

  it('takes a list along where clients may not know its type and null may not be', async () => {
    const things = [{ __typename: 'Article' }, { __typename: 'Secret' }];
    const { box, errors } = await askBox('text things { __typename }', { text: 'x', things });
    expect(box).toEqual({ text: 'x', things: null });
    expect(errors).toEqual([expect.objectContaining({ path: 'box.things.1' })]);
    expect(JSON.stringify(errors)).not.toContain('Secret');
  });
});

describe('an object of which a subgraph knows only the interface', () => {
  let library: RemoteGraph;
  beforeAll(async () => {
    library = await remoteGraph({
      catalog: `
        type Query { item: Item }
        interface Item @key(fields: "id") { id: ID! title: String }
        type Book implements Item @key(fields: "id") { id: ID! title: String pages: Int }
      `,
      ratings: `
        type Query { top: [Item] }
        type Item @interfaceObject @key(fields: "id") { id: ID! stars: Int }
      `,
    });
    const top = ['1', '2'].map((id) => ({ __typename: 'Item', id, stars: 5 }));
    library.answers.ratings = () => ({ data: { top } });
  });
  afterAll(() => library.stop());

  const book = { __typename: 'Book', id: '1', title: 'x', pages: 7 };

  it('shows what its own type shows as soon as another tells of it', async () => {
    library.answers.catalog = () => ({ data: { _entities: [book, { ...book, id: '2', pages: 8 }] } });
    expect(await library.ask('{ top { __typename stars ... on Book { pages } } }')).toEqual({
      data: {
        top: [
          { __typename: 'Book', stars: 5, pages: 7 },
          { __typename: 'Book', stars: 5, pages: 8 },
        ],
      },
      errors: [],
    });
  });

  it.each(['stars', 'stars ... on Item { stars }', '... { stars }'])(
    'shows what all of its interface show, where nobody tells: %s',
    async (selection) => {
      library.answers.catalog = () => ({ errors: [{ message: 'Torn' }] });
      expect(await library.ask(`{ top { ${selection} } }`)).toEqual({
        data: { top: [{ stars: 5 }, { stars: 5 }] },
        errors: [],
      });
    },
  );

  it.each(['__typename stars', 'stars kind: __typename', 'stars ... on Book { pages }'])(
    'is null where its type is asked for and nobody tells: %s',
    async (selection) => {
      library.answers.catalog = () => ({ errors: [{ message: 'Torn' }] });
      const { data, errors } = await library.ask(`{ top { ${selection} } }`);
      expect(data).toEqual({ top: [null, null] });
      expect(errors).toEqual([
        expect.objectContaining({ path: 'top.0', code: 'SUBGRAPH_ERROR', subgraph: 'catalog' }),
        expect.objectContaining({ path: 'top.1', code: 'SUBGRAPH_ERROR', subgraph: 'catalog' }),
      ]);
    },
  );

  it('is null, without an error, where those who should know do not know it', async () => {
    library.answers.catalog = () => ({ data: { _entities: [book, null] } });
    expect(await library.ask('{ top { __typename stars } }')).toEqual({
      data: { top: [{ __typename: 'Book', stars: 5 }, null] },
      errors: [],
    });
  });
});

it('does not show a value that clients may not know', async () => {
  expect(await askBox('tone', { tone: 'HUSHED' })).toEqual({ box: { tone: null }, errors: [] });
});

describe('the answer', () => {
  it('has the order of the operation, and each field once', async () => {
    const box = { id: '1', text: 'x', int: 7, inner: { int: 1, text: 'y', id: '2' } };
    const query = `{ box { int inner { text } ...F id inner { int } } }
      fragment F on Box { text int inner { id } }`;
    expect(JSON.stringify((await ask(query, { box })).data)).toBe(
      '{"box":{"int":7,"inner":{"text":"y","id":"2","int":1},"text":"x","id":"1"}}',
    );
  });

  it('has nothing that was not asked for', async () => {
    const box = { text: 'x', int: 7, inner: { text: 'y' }, list: [1], more: true };
    expect(await askBox('text', box)).toEqual({ box: { text: 'x' }, errors: [] });
  });
});
