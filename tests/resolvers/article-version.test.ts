import { startTestApp, type TestApp } from '../support/app.js';
import { draftOf, makeShelves, someDay, writerIn } from '../support/corpus.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  const { sources } = await makeShelves(app.database);
  for (const edition of ['first', 'second', 'second', 'third'])
    await app.database.transaction((tx) =>
      writerIn(tx).publish([
        draftOf('changed', {
          id: 7,
          sourceId: sources[0],
          headline: edition,
          bodyHtml: `<p>${edition}</p>`,
          publishedAt: someDay,
        }),
        draftOf('settled', { id: 8, sourceId: sources[0] }),
      ]),
    );
});
afterAll(() => app.stop());

const ask = `{ articles { nodes { headline versions { version headline html publishedAt originalUrl replacedAt } } } }`;

describe('the versions of an article', () => {
  it('are what it was before each change, the last one first, for editors', async () => {
    const { data, errors } = await app.edit(ask);
    expect(errors).toBeUndefined();
    const byHeadline = new Map(
      data.articles.nodes.map((node: { headline: string; versions: object[] }) => [
        node.headline,
        node.versions,
      ]),
    );
    expect(byHeadline.get('third')).toMatchObject([
      { version: 2, headline: 'second', html: '<p>second</p>', publishedAt: new Date(someDay).toISOString() },
      { version: 1, headline: 'first', html: '<p>first</p>' },
    ]);
    byHeadline.delete('third');
    expect([...byHeadline.values()]).toEqual([[]]);
  });

  it('are nothing for readers', async () => {
    const { data, errors } = await app.graphql(ask);
    expect(data.articles.nodes.map(({ versions }: { versions: unknown }) => versions)).toEqual([null, null]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  });
});
