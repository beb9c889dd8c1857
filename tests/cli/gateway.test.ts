import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { buildSchema } from 'graphql';
import { compose } from '../../src/gateway/compose.js';
import { graphqlClient } from '../support/app.js';
import { answersOf, type MisbehavingServer, startMisbehavingServer } from '../support/misbehaving-server.js';
import { finished, openWorkspace, type Workspace } from './run.js';

const sdl = 'type Query { hello: String }';

let workspace: Workspace;
let subgraph: MisbehavingServer;
beforeAll(async () => {
  workspace = await openWorkspace();
  subgraph = await startMisbehavingServer({ answer: answersOf(buildSchema(sdl), { hello: 'World' }) });
  const { supergraph } = compose([{ name: 'greetings', url: subgraph.url, sdl }]);
  await workspace.write('supergraph.graphql', supergraph);
  await workspace.write('schema.graphql', sdl);
  await workspace.write('subgraphs.json', '{"subgraphs": {"greetings": {"secretFrom": "GREETINGS_SECRET"}}}');
  await workspace.write('wrong.json', '{"subgraphs": {"greetings": {"timeoutMs": "long"}}}');
});
afterAll(async () => {
  await subgraph.stop();
  await workspace.remove();
});

/** Settles when a stream of the process has said it. */
function said(child: ChildProcess, stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    child[stream]?.on('data', (more: string) => {
      text += more;
      const match = pattern.exec(text);
      if (match) resolve(match);
    });
    child.once('exit', () => reject(new Error(text)));
  });
}

describe('broadsheet gateway', () => {
  /** Ended also where a test fails. */
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  async function start(args: string[], env: NodeJS.ProcessEnv = {}) {
    child = workspace.start(['gateway', '--port', '0', ...args], { env });
    const ended = finished(child);
    const [, url = ''] = await said(child, 'stderr', /up at (http:\S+)\/graphql/);
    return { child, ended, url, graphql: graphqlClient(url) };
  }

  it('serves a supergraph, tells how it is, and finishes what is under way on a signal', async () => {
    const { child, ended, url, graphql } = await start(['--supergraph', 'supergraph.graphql']);
    expect(await graphql('{ hello }')).toEqual({ status: 200, data: { hello: 'World' } });
    for (const path of ['/livez', '/readyz']) {
      const response = await fetch(url + path);
      expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    }
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('broadsheet_supergraph_reloads_total{outcome="applied"} 1\n');
    expect(metrics).toMatch(
      /^broadsheet_subgraph_request_duration_seconds_count\{.*subgraph="greetings".*\} 1$/m,
    );

    subgraph.next = ['held'];
    const arrived = subgraph.arrived(subgraph.received.length + 1);
    const slow = graphql('{ hello }');
    await arrived;
    const stopping = said(child, 'stdout', /"msg":"stopping"/);
    child.kill('SIGTERM');
    await stopping;
    subgraph.release();
    expect(await slow).toEqual({ status: 200, data: { hello: 'World' } });
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
  });

  it('tells a subgraph the secret that the file of subgraphs names, given by option or by SUBGRAPHS', async () => {
    const given = [
      { args: ['--subgraphs', 'subgraphs.json'], env: {} },
      { args: [], env: { SUBGRAPHS: 'subgraphs.json' } },
    ];
    for (const { args, env } of given) {
      const { child, ended, graphql } = await start(['--supergraph', 'supergraph.graphql', ...args], {
        ...env,
        GREETINGS_SECRET: 'sesame',
      });
      expect(await graphql('{ hello }')).toMatchObject({ data: { hello: 'World' } });
      expect(subgraph.received.at(-1)?.headers).toMatchObject({ 'router-authorization': 'Bearer sesame' });
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 0 });
    }
  });

  it.each<[code: number, args: string[], message: RegExp]>([
    [2, [], /^error: .*--supergraph <file>/],
    [1, ['--supergraph', 'nothing.graphql'], /\bnothing\.graphql\b.*\n$/],
    [1, ['--supergraph', 'schema.graphql'], /^This is no supergraph: .*"broadsheet compose"\n$/],
    [1, ['--supergraph', 'subgraphs.json'], /^The supergraph is not GraphQL: .*line 1, column \d+.*\n$/],
    [2, ['--supergraph', 'supergraph.graphql', '--port', 'eighty'], /^PORT=eighty: expected .*\n$/],
    [
      2,
      ['--supergraph', 'supergraph.graphql', '--subgraphs', 'nothing.json'],
      /^nothing\.json: cannot be read .*\n$/,
    ],
    [
      2,
      ['--supergraph', 'supergraph.graphql', '--subgraphs', 'wrong.json'],
      /^wrong\.json: subgraphs\.greetings\.timeoutMs: expected .*\n$/,
    ],
    [
      2,
      ['--supergraph', 'supergraph.graphql', '--subgraphs', 'subgraphs.json'],
      /^subgraphs\.json: .*GREETINGS_SECRET is not set\n$/,
    ],
  ])('ends with %i, in a line that says why: gateway %j', async (expected, args, message) => {
    const { code, stdout, stderr } = await workspace.run(['gateway', ...args]);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('names PORT when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const args = ['gateway', '--supergraph', 'supergraph.graphql', '--port', port];
    const { code, stderr } = await workspace.run(args);
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^PORT=${port}: .+\\n$`));
  });
});
