import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import { createToken, listTokens, revokeToken } from '../../src/serving/editor-tokens.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

const save = (slug: string, authorization?: string) =>
  app.graphql(
    'mutation ($slug: String!) { saveCategory(input: {slug: $slug, name: "A"}) { created userErrors { code } } }',
    { slug },
    authorization === undefined ? {} : { authorization },
  );

const unauthenticated = expect.objectContaining({
  message: expect.stringContaining('broadsheet token create'),
  extensions: { code: 'UNAUTHENTICATED' },
});

describe('an editor’s token', () => {
  it('opens what is for editors', async () => {
    const token = await createToken(app.database, { name: 'desk' });
    const { data } = await save('opened', `Bearer ${token}`);
    expect(data).toEqual({ saveCategory: { created: true, userErrors: [] } });
  });

  it('is needed for it, and for nothing else', async () => {
    expect(await save('unsigned')).toMatchObject({ errors: [unauthenticated] });
    expect((await app.graphql('{ category(path: "unsigned") { id } }')).data).toEqual({ category: null });
  });

  it.each(['Bearer bs_unknown', 'Bearer', 'Basic dXNlcjpwYXNz'])(
    'is not "%s": 401',
    async (authorization) => {
      const query = '{ __typename }';
      expect(await app.graphql(query, {}, { authorization })).toMatchObject({
        status: 401,
        errors: [unauthenticated],
      });
    },
  );

  it('ends when it is revoked, and can be revoked once', async () => {
    const token = await createToken(app.database, { name: 'leaver' });
    expect([await revokeToken(app.database, 'leaver'), await revokeToken(app.database, 'leaver')]).toEqual([
      true,
      false,
    ]);
    expect((await save('revoked', `Bearer ${token}`)).status).toBe(401);
    expect(await revokeToken(app.database, 'nobody')).toBe(false);
  });

  it('ends when it expires', async () => {
    const expired = await createToken(app.database, { name: 'guest', expiresAt: Date.now() - 1 });
    const lasting = await createToken(app.database, { name: 'resident', expiresAt: Date.now() + 60_000 });
    expect((await save('expired', `Bearer ${expired}`)).status).toBe(401);
    expect((await save('lasting', `Bearer ${lasting}`)).status).toBe(200);
  });

  it('is stored and listed in no form that could be used in its place', async () => {
    const token = await createToken(app.database, { name: 'stored' });
    const hash = createHash('sha256').update(token).digest('hex');
    const [row] = await app.database.query(sql`SELECT * FROM editor_token WHERE name = 'stored'`);
    expect(JSON.stringify(row)).toContain(hash);
    expect(JSON.stringify(row)).not.toContain(token.slice(3));
    const listed = (await listTokens(app.database)).find(({ name }) => name === 'stored');
    expect(listed).toMatchObject({ createdAt: expect.any(Number), expiresAt: null, revokedAt: null });
    expect(listed).not.toHaveProperty('hash');
    expect((await save('by-hash', `Bearer ${hash}`)).status).toBe(401);
  });
});
