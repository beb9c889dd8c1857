import { buildSchema } from 'graphql';
import { fetchSdl, type SdlError } from '../../src/gateway/subgraph-sdl.js';
import {
  answersOf,
  type BehaviourName,
  type MisbehavingServer,
  type MisbehavingServerOptions,
  startMisbehavingServer,
} from '../support/misbehaving-server.js';

const sdl = 'type Query {\n  article: String\n}';
const federated = answersOf(buildSchema('type Query { _service: _Service } type _Service { sdl: String }'), {
  _service: { sdl },
});

let server: MisbehavingServer;
const start = async (options: MisbehavingServerOptions = {}) => {
  server = await startMisbehavingServer({ answer: federated, ...options });
};
afterEach(() => server.stop());

/** How asking fails, without the address, which comes first. */
async function failureOf(options: Parameters<typeof fetchSdl>[1] = {}): Promise<string> {
  const error = await fetchSdl(server.url, options).then(
    () => undefined,
    (error: SdlError) => error,
  );
  expect(error).toMatchObject({ name: 'SdlError', message: expect.stringContaining(`${server.url} `) });
  return (error as SdlError).message.slice(server.url.length + 1);
}

describe('the schema of a subgraph', () => {
  it('is asked for with its secret', async () => {
    await start();
    await expect(fetchSdl(server.url, { secret: 'open sesame' })).resolves.toBe(sdl);
    expect(server.received).toMatchObject([{ headers: { 'router-authorization': 'Bearer open sesame' } }]);
  });

  it('is asked for without a secret where there is none', async () => {
    await start();
    await expect(fetchSdl(server.url)).resolves.toBe(sdl);
    expect(server.received[0]?.headers).not.toHaveProperty('router-authorization');
  });
});

describe('a subgraph that does not give its schema', () => {
  it.each<[BehaviourName, RegExp]>([
    [
      'html',
      /^answers with text\/html; charset=utf-8 that is not GraphQL \(HTTP 200\): is the path right\?$/,
    ],
    ['not found', /^answers with text\/html that is not GraphQL \(HTTP 404\)/],
    ['bad gateway', /\(HTTP 502\)/],
    ['not JSON', /^answers with application\/json that is not GraphQL/],
    ['a list', /that is not GraphQL/],
    ['null alone', /that is not GraphQL/],
    ['an empty object', /that is not GraphQL/],
    ['nothing', /that is not GraphQL/],
    ['data as a text', /that is not GraphQL/],
    ['unauthorized', /^does not let us in \(HTTP 401\): no secret was sent$/],
    ['forbidden', /^does not let us in \(HTTP 403\): no secret was sent$/],
    ['too many requests', /^answers with errors \(HTTP 429\): Slow down$/],
    ['redirect', /^redirects \(HTTP 307\) to http:\/\/127\.0\.0\.1:1\/: use that address$/],
    ['hanging up', /^cannot be reached \(other side closed\)$/],
    ['half a body', /^cannot be reached/],
    ['half a body in chunks', /^cannot be reached/],
    ['not HTTP', /^cannot be reached \(.*HTTP/],
    ['boundless headers', /^cannot be reached/],
  ])('is explained: %s', async (behaviour, explanation) => {
    await start({ behaviour });
    await expect(failureOf()).resolves.toMatch(explanation);
  });

  it('is asked whether it knows the secret that was sent', async () => {
    await start({ behaviour: 'unauthorized' });
    const failure = await failureOf({ secret: 'open sesame' });
    expect(failure).toBe('does not let us in (HTTP 401): does it know the secret?');
  });

  it.each([
    ['knows no _service', answersOf(buildSchema('type Query { article: String }'))],
    ['knows no sdl', answersOf(buildSchema('type Query { _service: Int }'))],
    ['has an empty one', () => ({ data: { _service: { sdl: ' ' } } })],
    ['has none', () => ({ data: { _service: null } })],
    ['has no data', () => ({ data: null })],
  ])('is no federation subgraph where it %s', async (_, answer) => {
    await start({ answer });
    await expect(failureOf()).resolves.toMatch(/^is not a federation subgraph/);
  });

  it('is quoted where it has errors of its own, on one line and not for ever', async () => {
    const message = `first\n\u001b[31m${'x'.repeat(1_000)}`;
    await start({ answer: () => ({ errors: [{ message }] }) });
    await expect(failureOf()).resolves.toMatch(/^answers with errors \(HTTP 200\): first \[31mx{290}\.{3}$/);
  });

  it('is read to its bound', async () => {
    await start({ behaviour: 'endless' });
    const gone = server.abandoned();
    await expect(failureOf({ maxBytes: 5_000 })).resolves.toBe('answers with more than 5000 bytes');
    await gone;
  });

  it.each<BehaviourName>(['silent', 'trickling'])('is waited for within a bound: %s', async (behaviour) => {
    await start({ behaviour });
    await expect(failureOf({ timeoutMs: 50 })).resolves.toBe('did not answer within 50 ms');
  });

  it('is given up when nobody waits any longer', async () => {
    await start({ behaviour: 'silent' });
    const giving = new AbortController();
    const failure = failureOf({ signal: giving.signal });
    await server.arrived(1);
    const gone = server.abandoned();
    giving.abort();
    await expect(failure).resolves.toBe('was not waited for');
    await gone;
    await expect(failureOf({ signal: giving.signal })).resolves.toBe('was not waited for');
    expect(server.received).toHaveLength(1);
  });

  it('is named by its address, without the password in it', async () => {
    await start();
    await server.refuse();
    await expect(failureOf()).resolves.toMatch(/^cannot be reached \(connect ECONNREFUSED/);
    const withPassword = server.url.replace('//', '//me:hunter2@');
    await expect(fetchSdl(withPassword)).rejects.toThrow(
      /^http:\/\/me:\*\*\*@127\.0\.0\.1:\d+\/graphql cannot/,
    );
    await expect(fetchSdl('file:///etc/passwd')).rejects.toThrow('is not an http or https URL');
  });
});
