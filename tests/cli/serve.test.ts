import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { finished, openWorkspace, type Workspace } from './run.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.remove());

describe('broadsheet serve', () => {
  it('migrates, loads the demo corpus, serves it, and ends well on a signal', async () => {
    const child = workspace.start(['serve', '--migrate', '--demo'], { env: { PORT: '0' } });
    const ended = finished(child);
    const url = await new Promise<string>((resolve, reject) => {
      let banner = '';
      child.stderr?.on('data', (text: string) => {
        banner += text;
        const [, found] = /up at (http:\S+)/.exec(banner) ?? [];
        if (found) resolve(found);
      });
      child.once('exit', () => reject(new Error(banner)));
    });
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ article(slug: "tide-clock-classroom") { __typename } }' }),
    });
    expect(await response.json()).toEqual({ data: { article: { __typename: 'Article' } } });

    child.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/Loaded the demo corpus: 64 articles/);
    expect(stderr).toMatch(/\/explorer/);
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
  });

  it('loads no demo corpus beside articles that are there', async () => {
    const child = workspace.start(['serve', '--demo'], { env: { PORT: '0' } });
    child.stderr?.on('data', (text: Buffer) => {
      if (String(text).includes('up at')) child.kill('SIGINT');
    });
    const { code, stderr } = await finished(child);
    expect(code).toBe(0);
    expect(stderr).not.toContain('demo corpus');
  });

  it('names PORT when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const PORT = String((other.address() as AddressInfo).port);
    const { code, stderr } = await workspace.run(['serve'], { env: { PORT } });
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^PORT=${PORT}: .+\\n$`));
  });
});
