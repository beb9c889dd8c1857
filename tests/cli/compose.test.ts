import { readdir } from 'node:fs/promises';
import { QueryPlanner } from '@graphql-hive/router-query-planner';
import { type MisbehavingServer, startMisbehavingServer } from '../support/misbehaving-server.js';
import { openWorkspace, type Workspace } from './run.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n';
const catalog = `${link}type Query { article: Article } type Article @key(fields: "id") { id: ID! title: String }`;
const comments = `${link}type Article @key(fields: "id") { id: ID! comments: [String] }`;
const urls = [
  '--url',
  'catalog=http://catalog.example',
  '--url',
  'comments=https://comments.example/graphql',
];

let workspace: Workspace;
let server: MisbehavingServer;
beforeAll(async () => {
  workspace = await openWorkspace();
  server = await startMisbehavingServer({
    answer: (_, headers) =>
      headers['router-authorization'] === 'Bearer open sesame'
        ? { data: { _service: { sdl: comments } } }
        : { errors: [{ message: 'Not for you' }] },
  });
  await workspace.write('catalog.graphql', catalog);
  await workspace.write('comments.graphql', comments);
  await workspace.write('clashing.graphql', catalog);
});
afterAll(async () => {
  await server.stop();
  await workspace.remove();
});

const compose = (args: string[], env?: NodeJS.ProcessEnv) => workspace.run(['compose', ...args], { env });

describe('broadsheet compose', () => {
  it('writes a supergraph out of files that the planner takes, and nothing else', async () => {
    const files = await readdir(workspace.folder);
    const args = [
      'catalog=catalog.graphql',
      'comments=comments.graphql',
      ...urls,
      '--output',
      'super.graphql',
    ];
    await expect(compose(args)).resolves.toEqual({
      code: 0,
      stdout: '',
      stderr: '2 subgraphs (catalog, comments) composed: 2 types\n',
    });
    expect(await readdir(workspace.folder)).toEqual([...files, 'super.graphql'].sort());
    const supergraph = await workspace.read('super.graphql');
    expect(supergraph).toContain('@join__graph(name: "comments", url: "https://comments.example/graphql")');
    const planner = new QueryPlanner(supergraph);
    const { node } = planner.plan('{ article { title comments } }', undefined, new Set(), 0);
    expect(JSON.stringify(node)).toMatch(/"serviceName":"catalog".*"serviceName":"comments"/);
    const toStandardOutput = await compose(args.slice(0, -2));
    expect(toStandardOutput.stdout).toBe(supergraph);
  });

  it('asks a subgraph with its secret, and takes its URL for that of routers', async () => {
    const args = ['catalog=catalog.graphql', `comments=${server.url}`, ...urls.slice(0, 2)];
    const asked = await compose([...args, '--secret', 'comments=COMMENTS_SECRET'], {
      COMMENTS_SECRET: 'open sesame',
    });
    expect(asked).toMatchObject({ code: 0, stderr: expect.stringContaining('2 subgraphs') });
    expect(asked.stdout).toContain(`@join__graph(name: "comments", url: "${server.url}")`);
    const elsewhere = await compose([...args, ...urls.slice(2), '--secret', 'comments=COMMENTS_SECRET'], {
      COMMENTS_SECRET: 'open sesame',
    });
    expect(elsewhere.stdout).toContain(
      '@join__graph(name: "comments", url: "https://comments.example/graphql")',
    );
  });

  it('warns of a subgraph that routers could not reach', async () => {
    const { code, stderr } = await compose(['catalog=catalog.graphql']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /^Warning: routers are not told where "catalog" is; add --url catalog=URL\n/,
      ),
    });
  });

  it('explains what does not compose, and leaves the file as it is', async () => {
    await workspace.write('good.graphql', 'the one before');
    const files = await readdir(workspace.folder);
    const args = ['catalog=catalog.graphql', 'partner=clashing.graphql', ...urls.slice(0, 2)];
    const { code, stdout, stderr } = await compose([
      ...args,
      '--url',
      'partner=http://p.example',
      '--output',
      'good.graphql',
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The subgraphs do not compose \(/);
    expect(stderr).toContain('Where: Article.title in catalog (line 2), partner (line 2)');
    expect(stderr).toContain('@shareable');
    expect(await workspace.read('good.graphql')).toBe('the one before');
    expect(await readdir(workspace.folder)).toEqual(files);
  });

  it.each<[string[], string]>([
    [['catalog=nowhere.graphql'], 'The schema of "catalog" cannot be had: ENOENT'],
    [
      ['catalog=http://127.0.0.1:1/graphql'],
      'http://127.0.0.1:1/graphql cannot be reached (connect ECONNREFUSED',
    ],
    [
      ['catalog=http://x.example', '--secret', 'catalog=NO_SUCH'],
      'the environment variable NO_SUCH is not set',
    ],
    [
      ['catalog=catalog.graphql', ...urls.slice(0, 2), '--output', 'no/such/folder'],
      'cannot be written: ENOENT',
    ],
  ])('fails with an explanation: %p', async (args, explanation) => {
    const { code, stdout, stderr } = await compose(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(explanation);
  });

  it.each<[string[], string]>([
    [[], "missing required argument 'subgraph'"],
    [['catalog.graphql'], 'Expected NAME=...'],
    [['catalog=a', 'catalog=b'], 'There is a "catalog" already.'],
    [['catalog=a', '--url', 'catalog=b'], 'Expected NAME=URL.'],
    [
      ['catalog=a', '--url', 'comments=http://x.example'],
      '--url comments=...: there is no subgraph of that name',
    ],
    [['catalog=a', '--secret', 'comments=X'], '--secret comments=...: there is no subgraph of that name'],
  ])('does not take %p', async (args, explanation) => {
    const { code, stdout, stderr } = await compose(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(explanation);
  });
});
