import { toGlobalId } from '../../resolvers/global-id.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, writerIn } from '../support/corpus.js';

/** A reader of its own. */
const browser = (n: number): string =>
  `Mozilla/5.0 (X11; Linux x86_64; rv:${n}.0) Gecko/20100101 Firefox/${n}.0`;

let app: TestApp;
let first: string;
let second: string;
let withdrawn: string;

beforeAll(async () => {
  app = await startTestApp({ env: { CORS_ORIGINS: 'https://portal.example' } });
  const { sources } = await makeShelves(app.database);
  [first, second, withdrawn] = await app.database.transaction(async (tx) => {
    const writer = writerIn(tx);
    const outcomes = await writer.publish([1, 2, 3].map((n) => draftOf(n, { sourceId: sources[0] })));
    const ids = outcomes.map((outcome) => (outcome.kind === 'REFUSED' ? 0 : outcome.articleId));
    await writer.withdraw({ articleId: ids[2] ?? 0, reason: 'EDITORIAL' });
    return ids.map((id) => toGlobalId('Article', id)) as [string, string, string];
  });
});

afterAll(() => app.stop());

let readers = 0;

/** Sends a beacon, as a reader of its own unless the headers say who. */
async function send(body: unknown, headers: Record<string, string> = {}): Promise<[number, unknown]> {
  const response = await fetch(`${app.url}/views`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': browser(readers++), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return [response.status, text === '' ? '' : JSON.parse(text)];
}

async function viewsOf(id: string): Promise<number> {
  const { data } = await app.graphql(
    'query ($id: ID!) { article(id: $id) { ... on Article { popularity { views } } } }',
    { id },
  );
  return data.article.popularity.views;
}

describe('POST /views', () => {
  it('counts the views of a beacon: 204', async () => {
    expect(await send({ articleIds: [first, second] })).toEqual([204, '']);
    expect([await viewsOf(first), await viewsOf(second)]).toEqual([1, 1]);
  });

  it.each(['text/plain', 'application/json', 'application/json; charset=utf-8'])(
    'takes them as %s',
    async (type) => {
      const before = await viewsOf(first);
      expect(await send({ articleIds: [first] }, { 'content-type': type })).toEqual([204, '']);
      expect(await viewsOf(first)).toBe(before + 1);
    },
  );

  it('takes them from pages of other origins, as a browser sends them without asking first', async () => {
    const before = await viewsOf(first);
    const headers = { origin: 'https://elsewhere.example', 'sec-fetch-mode': 'no-cors' };
    expect(await send({ articleIds: [first] }, headers)).toEqual([204, '']);
    expect(await viewsOf(first)).toBe(before + 1);
  });

  it('counts a reader once, in a beacon and beside the mutation', async () => {
    const before = await viewsOf(first);
    const reader = { 'user-agent': browser(readers++) };
    expect(await send({ articleIds: [first, first] }, reader)).toEqual([204, '']);
    expect(await send({ articleIds: [first] }, reader)).toEqual([204, '']);
    const mutation =
      'mutation ($ids: [ID!]!) { recordViews(input: {articleIds: $ids}) { recorded ignored } }';
    const { data } = await app.graphql(mutation, { ids: [first] }, reader);
    expect(data.recordViews).toEqual({ recorded: 0, ignored: 1 });
    expect(await viewsOf(first)).toBe(before + 1);
  });

  it('counts no robot', async () => {
    const before = await viewsOf(first);
    const robot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
    expect(await send({ articleIds: [first] }, { 'user-agent': robot })).toEqual([204, '']);
    expect(await viewsOf(first)).toBe(before);
  });

  it.each([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['no object', '"QXJ0aWNsZTox"'],
    ['no ids', {}],
    ['ids that are no texts', { articleIds: [1] }],
  ])('is 400 for %s, and says what is expected', async (_what, body) => {
    expect(await send(body)).toEqual([
      400,
      { code: 'BAD_USER_INPUT', message: expect.stringContaining('{"articleIds": [') },
    ]);
  });

  it.each([
    ['none', []],
    ['more than 100', Array.from({ length: 101 }, () => 'QXJ0aWNsZTox')],
    ['malformed', ['zzz']],
    ['of a source', ['U291cmNlOjE']],
  ])('is 400 for ids that are %s, and names them', async (_what, articleIds) => {
    expect(await send({ articleIds })).toEqual([
      400,
      { code: 'BAD_USER_INPUT', message: expect.stringContaining('"articleIds"') },
    ]);
  });

  it('is 404 for what is no article or withdrawn, and counts the others', async () => {
    const before = await viewsOf(second);
    const unknown = toGlobalId('Article', 4_000_000_000);
    const [status, problem] = await send({ articleIds: [unknown, second, withdrawn] });
    expect([status, problem]).toEqual([
      404,
      { code: 'NOT_FOUND', message: expect.stringContaining(unknown) },
    ]);
    expect(problem).toMatchObject({ message: expect.stringContaining(withdrawn) });
    expect(await viewsOf(second)).toBe(before + 1);
  });

  it('is 415 for a form', async () => {
    const [status] = await send('articleIds=1', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(status).toBe(415);
  });
});
