import { startTestApp, type TestApp } from '../support/app.js';

const mutation = `mutation ($input: SaveSourceInput!) { saveSource(input: $input) {
  source { id slug name homepageUrl feedUrl language timeZone rights { holder notice syndication takedownDays } }
  modifiedAt created userErrors { code field message } } }`;

describe('saveSource', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const gazette = { slug: 'gazette', name: 'Gazette', homepageUrl: 'https://gazette.example/' };
  async function save(given: Record<string, unknown>) {
    const { data, errors } = await app.edit(mutation, { input: { slug: 'gazette', ...given } });
    expect(errors).toBeUndefined();
    return data.saveSource;
  }

  it('creates, leaves alone what is the same, changes what is given', async () => {
    const rights = { holder: 'Gazette Ltd', notice: 'Ask.', syndication: 'SUMMARY', takedownDays: 30 };
    const feedUrl = 'https://gazette.example/feed';
    const created = await save({ ...gazette, feedUrl, timeZone: 'Asia/Shanghai', language: 'zh-cn', rights });
    expect(created).toMatchObject({
      created: true,
      userErrors: [],
      source: { ...gazette, feedUrl, timeZone: 'Asia/Shanghai', language: 'zh-CN', rights },
    });
    expect(await save(gazette)).toEqual({ ...created, created: false });
    const changed = await save({ feedUrl: null, rights: { notice: null, syndication: null } });
    expect(changed).toMatchObject({
      created: false,
      source: {
        ...created.source,
        feedUrl: null,
        rights: { ...rights, notice: null, syndication: 'FULL_TEXT' },
      },
    });
    expect(Date.parse(changed.modifiedAt)).toBeGreaterThan(Date.parse(created.modifiedAt));

    const conflict = await save({ name: 'Theirs', ifUnmodifiedSince: created.modifiedAt });
    expect(conflict).toMatchObject({ source: null, userErrors: [{ code: 'MODIFIED_SINCE' }] });
    const written = await save({ name: 'Mine', ifUnmodifiedSince: changed.modifiedAt });
    expect(written).toMatchObject({ source: { name: 'Mine' }, userErrors: [] });
  });

  it('names the field that is at fault', async () => {
    const refused = { source: null, modifiedAt: null, created: false };
    const invalid = (field: string) => ({
      ...refused,
      userErrors: [{ code: 'INVALID', field, message: expect.any(String) }],
    });
    expect(await save({ ...gazette, slug: 'a b' })).toEqual(invalid('slug'));
    expect(await save({ ...gazette, slug: 'new', name: null })).toEqual(invalid('name'));
    expect(await save({ ...gazette, timeZone: 'Nowhere' })).toEqual(invalid('timeZone'));
  });

  it('needs a token', async () => {
    const { errors } = await app.graphql(mutation, { input: { ...gazette, slug: 'nobody' } });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await app.graphql('{ source(slug: "nobody") { id } }')).toMatchObject({ data: { source: null } });
  });
});
