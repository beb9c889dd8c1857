import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { openWorkspace, type Workspace } from '../cli/run.js';
import { startServer } from '../support/server-process.js';

let workspace: Workspace;

beforeAll(async () => {
  workspace = await openWorkspace();
});

afterAll(() => workspace.remove());

const body = JSON.stringify({ query: '{ __typename }' });

/** A request of which the server has the head, and waits for the body: `finish` sends it and reads the answer. */
async function slowRequest(url: string): Promise<{ finish(): Promise<{ status: number; body: string }> }> {
  const sending = request(`${url}/graphql`, {
    agent: new Agent({ keepAlive: true }),
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
  });
  sending.flushHeaders();
  await once(sending, 'continue');
  const answered = once(sending, 'response');
  answered.catch(() => undefined); // Some are cut off before they finish.
  return {
    async finish() {
      sending.end(body);
      const [response] = await answered;
      return { status: response.statusCode, body: await text(response) };
    },
  };
}

/** A connection that is kept open after a request was answered on it; settles when the server closes it. */
async function idleConnection(url: string): Promise<{ closed: Promise<unknown> }> {
  const sending = request(`${url}/livez`, { agent: new Agent({ keepAlive: true }) }).end();
  const [response] = await once(sending, 'response');
  const closed = once(response.socket, 'close');
  await text(response);
  return { closed };
}

/** Whether a connection is refused. */
async function isRefused(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const outcome = await once(socket, 'connect').then(
    () => false,
    ({ code }) => code === 'ECONNREFUSED',
  );
  socket.destroy();
  return outcome;
}

describe('a signal to stop', () => {
  it('finishes the request in flight, refuses new connections and ends well; the port is free again', async () => {
    const server = await startServer(workspace);
    const slow = await slowRequest(server.url);
    const idle = await idleConnection(server.url);

    server.kill('SIGTERM');
    await idle.closed;
    while (!(await isRefused(server.url))); // It stops to listen a moment later.
    expect(await slow.finish()).toEqual({ status: 200, body: '{"data":{"__typename":"Query"}}\n' });
    expect((await server.ended).code).toBe(0);
    expect(server.log.filter(({ level }) => level !== 'info')).toEqual([]);

    const second = await startServer(workspace, { PORT: new URL(server.url).port });
    expect(second.url).toBe(server.url);
    expect(await second.graphql('{ __typename }')).toEqual({ status: 200, data: { __typename: 'Query' } });
    expect((await second.end('SIGINT')).code).toBe(0);
  });
});

describe('SHUTDOWN_SECONDS', () => {
  it('is how long requests in flight may take', async () => {
    const server = await startServer(workspace, { SHUTDOWN_SECONDS: '1' });
    const slow = await slowRequest(server.url);
    const begun = performance.now();
    expect((await server.end('SIGTERM')).code).toBe(1);
    expect(performance.now() - begun).toBeGreaterThan(900);
    expect(server.log.at(-1)).toMatchObject({
      level: 'warn',
      msg: expect.stringContaining('SHUTDOWN_SECONDS'),
    });
    await expect(slow.finish()).rejects.toThrow();
  });
});

describe('a second signal', () => {
  it('ends the process at once', async () => {
    const server = await startServer(workspace);
    await slowRequest(server.url);
    server.kill('SIGTERM');
    await server.logged(({ msg }) => msg === 'stopping');
    expect((await server.end('SIGTERM')).code).toBe(1);
  });
});
