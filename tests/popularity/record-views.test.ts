import { type Database, openDatabase } from '../../src/database/database.js';
import { popularityOf } from '../../src/popularity/ranking.js';
import { createViewRecorder } from '../../src/popularity/record-views.js';
import { openTestDatabase } from '../support/database.js';

const noon = Date.UTC(2026, 2, 1, 12);
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0';
const reader = (n: number) => ({ address: `192.0.2.${n}`, userAgent });
const googlebot = {
  address: '192.0.2.200',
  userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
};

describe('the view recorder', () => {
  let database: Database & { url: string };
  let lastArticle = 0;
  const statements: [text: string, parameters: readonly unknown[]][] = [];
  beforeAll(async () => {
    database = await openTestDatabase({
      onStatement: (text, parameters) => statements.push([text, parameters]),
    });
  });
  afterAll(() => database.close());

  const newArticle = () => ++lastArticle;
  const viewsOf = async (articleId: number, of: Database = database) =>
    (await popularityOf(of, [articleId])).get(articleId)?.views ?? 0;

  /** A database whose transactions fail while `broken`, or wait while `held`, which a test resolves. */
  function troubled() {
    const trouble = { broken: false, held: Promise.resolve() };
    const troubledDatabase: Database = {
      ...database,
      async transaction(work) {
        await trouble.held;
        return database.transaction(async (tx) => {
          const result = await work(tx);
          if (trouble.broken) throw new Error('disk full');
          return result;
        });
      },
    };
    return { trouble, database: troubledDatabase };
  }
  function gate() {
    let open = () => {};
    const held = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { held, open };
  }

  it('counts a view, drops its repeat and all of a robot', async () => {
    const recorder = createViewRecorder(database);
    const [a, b] = [newArticle(), newArticle()];
    expect(await recorder.record([a], reader(1), noon)).toEqual({ recorded: 1, ignored: 0 });
    expect(await recorder.record([a, b, b], reader(1), noon)).toEqual({ recorded: 1, ignored: 2 });
    expect(await recorder.record([a, b], googlebot, noon)).toEqual({ recorded: 0, ignored: 2 });
    expect(await recorder.record([], reader(1), noon)).toEqual({ recorded: 0, ignored: 0 });
    expect([await viewsOf(a), await viewsOf(b)]).toEqual([1, 1]);
  });

  it('commits in groups the views that arrive together', async () => {
    const { trouble, database: slow } = troubled();
    const { held, open } = gate();
    trouble.held = held;
    const recorder = createViewRecorder(slow);
    const article = newArticle();
    const first = recorder.record([article], reader(0), noon);
    await Promise.resolve().then(() => undefined); // The first commit is now under way, and waits.
    const others = Array.from({ length: 200 }, (_, n) => recorder.record([article], reader(n + 1), noon));
    statements.length = 0;
    open();
    await Promise.all([first, ...others]);
    expect(await viewsOf(article)).toBe(201);
    expect(statements.filter(([text]) => /^COMMIT/.test(text)).length).toBeLessThanOrEqual(2);
  });

  it('acknowledges only what others can already read', async () => {
    const other = await openDatabase({ url: database.url });
    const recorder = createViewRecorder(database);
    const article = newArticle();
    try {
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          await recorder.record([article], reader(n), noon);
          expect(await viewsOf(article, other)).toBeGreaterThan(0);
        }),
      );
      expect(await viewsOf(article, other)).toBe(20);
    } finally {
      await other.close();
    }
  });

  it('tells everyone in a group that it failed, counts nothing, and counts their retry', async () => {
    const { trouble, database: broken } = troubled();
    const recorder = createViewRecorder(broken);
    const article = newArticle();
    const all = () => Promise.allSettled([1, 2, 3].map((n) => recorder.record([article], reader(n), noon)));
    trouble.broken = true;
    expect((await all()).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await viewsOf(article)).toBe(0);
    trouble.broken = false;
    expect(await all()).toEqual(
      [1, 2, 3].map(() => ({ status: 'fulfilled', value: { recorded: 1, ignored: 0 } })),
    );
    expect(await viewsOf(article)).toBe(3);
  });

  it('commits what waits when it is closed, and takes no more', async () => {
    const recorder = createViewRecorder(database, { gather: 20 });
    const article = newArticle();
    const pending = recorder.record([article], reader(1), noon);
    await recorder.close();
    expect(await viewsOf(article)).toBe(1);
    expect(await pending).toEqual({ recorded: 1, ignored: 0 });
    await expect(recorder.record([article], reader(2), noon)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
  });

  it('refuses views while too many wait, and takes them later', async () => {
    const { trouble, database: slow } = troubled();
    const { held, open } = gate();
    trouble.held = held;
    const recorder = createViewRecorder(slow, { limit: 3 });
    const article = newArticle();
    const waiting = [1, 2, 3].map((n) => recorder.record([article], reader(n), noon));
    await expect(recorder.record([article], reader(4), noon)).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
    });
    open();
    await Promise.all(waiting);
    expect(await recorder.record([article], reader(4), noon)).toEqual({ recorded: 1, ignored: 0 });
    expect(await viewsOf(article)).toBe(4);
  });

  it('sends nothing of the viewer to the database', async () => {
    const recorder = createViewRecorder(database);
    statements.length = 0;
    await recorder.record([newArticle()], { address: '203.0.113.77', userAgent }, noon);
    expect(statements.length).toBeGreaterThan(0);
    expect(JSON.stringify(statements)).not.toMatch(/203\.0\.113\.77|Firefox/);
  });
});
