import type { ChildProcess } from 'node:child_process';
import { finished, openWorkspace, type Workspace } from './run.js';

/** The address at which a process says that its subgraph is up. */
function upAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    child.stderr?.on('data', (text: string) => {
      told += text;
      const [, url] = /up at (http:\S+)/.exec(told) ?? [];
      if (url) resolve(url);
    });
    child.once('exit', () => reject(new Error(told)));
  });
}

/** POSTs an operation as a router does. */
async function ask(url: string, query: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...((await response.json()) as { data?: any; errors?: any }) };
}

const secretly = (secret: string) => ({ 'router-authorization': `Bearer ${secret}` });

describe('broadsheet subgraph', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await openWorkspace();
    await workspace.run(['migrate']);
  });
  afterAll(() => workspace.remove());

  /** Ended also where a test fails. */
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  it('answers who holds one of its secrets, and nobody else', async () => {
    child = workspace.start(['subgraph', 'catalog', '--port', '0'], {
      env: { PORT: '1', SUBGRAPH_SECRET: 'old-one, new-one' },
    });
    const ended = finished(child);
    const url = await upAt(child);
    expect(await ask(url, '{ _service { sdl } }')).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    for (const secret of ['old-one', 'new-one']) {
      const { data } = await ask(url, '{ _service { sdl } sources { nodes { slug } } }', secretly(secret));
      expect(data).toEqual({
        _service: { sdl: expect.stringContaining('@key(fields: "originalUrl")') },
        sources: { nodes: [] },
      });
    }
    // What a probe asks is no secret.
    expect((await fetch(new URL('/readyz', url))).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  });

  it('answers anybody with --open', async () => {
    child = workspace.start(['subgraph', 'popularity', '--port', '0', '--open', '--migrate']);
    const ended = finished(child);
    const { data } = await ask(await upAt(child), '{ popularArticles { nodes { id } } _service { sdl } }');
    expect(data).toEqual({
      popularArticles: { nodes: [] },
      _service: { sdl: expect.stringContaining('popularity: Popularity') },
    });
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
  });

  it.each([
    [['catalog'], /^SUBGRAPH_SECRET is not set: .*--open\n$/],
    [['popularity', '--port', '4002'], /^SUBGRAPH_SECRET is not set/],
    [['catalog', '--open', '--port', 'x'], /^PORT=x: expected a whole number/],
    [['comments', '--open'], /catalog, popularity/],
    [[], /missing required argument/],
  ])('refuses %j, saying what to do', async (args, told) => {
    const { code, stdout, stderr } = await workspace.run(['subgraph', ...args]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(told)]);
  });
});
