import sql from 'sql-template-tag';
import { toGlobalId } from '../../resolvers/global-id.js';
import { createToken, revokeToken } from '../../src/serving/editor-tokens.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, writerIn } from '../support/corpus.js';

let app: TestApp;
/** Every mutation for editors, each of which would write something. */
let writes: [name: string, mutation: string][];

beforeAll(async () => {
  app = await startTestApp();
  const { sources } = await makeShelves(app.database);
  const draft = draftOf('held', { id: 7, sourceId: sources[0] });
  await app.database.transaction((tx) => writerIn(tx).publish([draft]));
  await app.database.transaction((tx) =>
    writerIn(tx).saveSource({ slug: 'south', feedUrl: 'https://south.example/feed' }),
  );
  writes = [
    [
      'publishArticle',
      `publishArticle(input: {originalUrl: "https://news.example/new", headline: "New",
        source: "${toGlobalId('Source', sources[0])}", publishedAt: "2026-01-01T00:00:00Z"})`,
    ],
    ['withdrawArticle', `withdrawArticle(input: {id: "${toGlobalId('Article', 7)}", reason: LEGAL})`],
    ['saveSource', 'saveSource(input: {slug: "new", name: "New", homepageUrl: "https://new.example/"})'],
    ['saveCategory', 'saveCategory(input: {slug: "new", name: "New"})'],
    ['refreshSource', 'refreshSource(input: {slug: "south"})'],
    ['resumeSource', 'resumeSource(input: {slug: "south"})'],
    ['pauseSource', 'pauseSource(input: {slug: "south"})'],
  ];
});

afterAll(() => app.stop());

const mutation = (write: string): string => `mutation { ${write} { userErrors { code } } }`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** All that the mutations could write. */
const stored = async () => {
  const tables = [
    sql`SELECT id, modified_at, withdrawn FROM article ORDER BY id`,
    sql`SELECT id FROM source ORDER BY id`,
    sql`SELECT id FROM category ORDER BY id`,
    sql`SELECT source_id, state FROM source_polling ORDER BY source_id`,
  ];
  return Promise.all(tables.map((table) => app.database.query(table)));
};

describe('what is for editors', () => {
  it('is every mutation but the one for readers', async () => {
    const answer = await app.graphql('{ __type(name: "Mutation") { fields { name } } }');
    const names = answer.data.__type.fields.map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual([...writes.map(([name]) => name), 'recordViews'].sort());
  });

  it('is refused without a token, and nothing is written', async () => {
    const before = await stored();
    for (const [, write] of writes) {
      const { status, data, errors } = await app.graphql(mutation(write));
      expect({ status, data }).toEqual({ status: 200, data: null });
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
    expect(await stored()).toEqual(before);
  });

  it('is refused with a wrong, an expired and a revoked token: 401, and nothing is written', async () => {
    const before = await stored();
    const expired = await createToken(app.database, { name: 'expired', expiresAt: Date.now() - 1 });
    const revoked = await createToken(app.database, { name: 'revoked' });
    await revokeToken(app.database, 'revoked');
    for (const token of ['bs_wrong', expired, revoked])
      for (const [, write] of writes) {
        const { status, data, errors } = await app.graphql(mutation(write), {}, bearer(token));
        expect([status, data]).toEqual([401, undefined]);
        expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
        expect(JSON.stringify(errors)).not.toContain(token);
      }
    expect(await stored()).toEqual(before);
  });

  it('is open with a token', async () => {
    const before = await stored();
    for (const [name, write] of writes)
      expect((await app.edit(mutation(write))).data).toEqual({ [name]: { userErrors: [] } });
    const after = await stored();
    expect(after.map((rows, table) => rows.length - (before[table]?.length ?? 0))).toEqual([1, 1, 1, 1]);
  });

  it('leaves no token in the log, whether it was good or bad', async () => {
    await app.edit(mutation(writes[3]?.[1] as string));
    await app.graphql('{ __typename }', {}, bearer('bs_mistaken'));
    await app.edit('{ nonsense }');
    const log = JSON.stringify(app.log);
    expect(log).toContain('/graphql');
    for (const token of [app.editorToken, 'bs_mistaken', 'bs_wrong']) expect(log).not.toContain(token);
  });
});
