import { toGlobalId } from '../../resolvers/global-id.js';
import { catalogWriter } from '../../src/catalog/writer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, type Shelves } from '../support/corpus.js';

const mutation = `mutation ($input: SaveCategoryInput!) { saveCategory(input: $input) {
  category { id path name description parent { path } children { path } }
  modifiedAt created userErrors { code field message } } }`;

describe('saveCategory', () => {
  let app: TestApp;
  let shelves: Shelves;
  beforeAll(async () => {
    app = await startTestApp();
    shelves = await makeShelves(app.database);
  });
  afterAll(() => app.stop());

  async function save(input: Record<string, unknown>) {
    const { data, errors } = await app.edit(mutation, { input });
    expect(errors).toBeUndefined();
    return data.saveCategory;
  }
  const idOf = (place: number) => toGlobalId('Category', shelves.categories[place] as number);

  it('creates, leaves alone what is the same, changes what is given', async () => {
    const film = { slug: 'film', name: 'Film', parent: idOf(3) };
    const created = await save(film);
    expect(created).toMatchObject({
      created: true,
      userErrors: [],
      category: { path: 'sport/film', name: 'Film', description: null, parent: { path: 'sport' } },
    });
    expect(await save(film)).toEqual({ ...created, created: false });
    const { id } = created.category;
    const changed = await save({ id, description: 'Pictures', ifUnmodifiedSince: created.modifiedAt });
    expect(changed).toMatchObject({
      category: { id, name: 'Film', description: 'Pictures' },
      userErrors: [],
    });
    expect(await save({ id, name: 'Theirs', ifUnmodifiedSince: created.modifiedAt })).toMatchObject({
      category: null,
      userErrors: [{ code: 'MODIFIED_SINCE', field: 'ifUnmodifiedSince' }],
    });
  });

  it('moves a category with its articles', async () => {
    const categoryIds = [shelves.categories[2]];
    await catalogWriter(app.database, []).publish([
      draftOf('moved', { sourceId: shelves.sources[0], categoryIds }),
    ]);
    const moved = await save({ id: idOf(1), parent: idOf(3) });
    expect(moved.category).toMatchObject({ path: 'sport/asia', children: [{ path: 'sport/asia/japan' }] });
    const { data } = await app.graphql(`{ world: category(path: "world") { articles { totalCount } }
      sport: category(path: "sport") { articles { nodes { breadcrumbs { path } } } } }`);
    expect(data).toEqual({
      world: { articles: { totalCount: 0 } },
      sport: {
        articles: {
          nodes: [{ breadcrumbs: [{ path: 'sport' }, { path: 'sport/asia' }, { path: 'sport/asia/japan' }] }],
        },
      },
    });
    expect((await save({ id: idOf(1), parent: null })).category).toMatchObject({
      path: 'asia',
      parent: null,
    });
  });

  it('shows every write of one request in the answers after it', async () => {
    const { data } = await app.edit(
      `mutation ($parent: ID!) {
        one: saveCategory(input: {slug: "tennis", name: "Tennis", parent: $parent}) { ...siblings }
        two: saveCategory(input: {slug: "golf", name: "Golf", parent: $parent}) { ...siblings }
      }
      fragment siblings on SaveCategoryPayload { category { parent { children { slug } } } }`,
      { parent: idOf(0) },
    );
    const slugs = data.two.category.parent.children.map(({ slug }: { slug: string }) => slug);
    expect(slugs).toEqual(expect.arrayContaining(['golf', 'tennis']));
  });

  it('names the field that is at fault', async () => {
    const refused = async (input: Record<string, unknown>, code: string, field: string) =>
      expect(await save(input)).toEqual({
        ...{ category: null, modifiedAt: null, created: false },
        userErrors: [{ code, field, message: expect.any(String) }],
      });
    await refused({ id: idOf(0), parent: idOf(0) }, 'INVALID', 'parent');
    await refused({ slug: 'a/b', name: 'x' }, 'INVALID', 'slug');
    await refused({ slug: 'new' }, 'INVALID', 'name');
    await refused({ slug: 'new', name: 'x', parent: toGlobalId('Category', 7) }, 'NOT_FOUND', 'parent');
    await refused({ id: toGlobalId('Category', 7), name: 'x' }, 'NOT_FOUND', 'id');
  });

  it('needs a token', async () => {
    const { errors } = await app.graphql(mutation, { input: { slug: 'nobody', name: 'Nobody' } });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    const { data } = await app.graphql('{ category(path: "nobody") { id } }');
    expect(data.category).toBeNull();
  });
});
