import { buildSchema, parse } from 'graphql';
import { type RemoteSubgraphOptions, remoteSubgraph } from '../../src/gateway/remote-subgraph.js';
import {
  type Subgraph,
  type SubgraphAnswer,
  SubgraphFailure,
  type SubgraphRequest,
} from '../../src/gateway/subgraph.js';
import type { SubgraphPolicy } from '../../src/gateway/subgraph-policy.js';
import { createMetrics } from '../../src/observability/metrics.js';
import { certificate } from '../support/localhost-certificate.js';
import {
  answersOf,
  type BehaviourName,
  type MisbehavingServer,
  type MisbehavingServerOptions,
  startMisbehavingServer,
} from '../support/misbehaving-server.js';

const healthy = { data: { __typename: 'Query' } };
const metrics = createMetrics();
let server: MisbehavingServer;
let subgraph: Subgraph;

/** A server, and a subgraph that asks it. */
async function start(
  serverOptions: MisbehavingServerOptions = {},
  policy: Partial<SubgraphPolicy> = {},
  options: Partial<RemoteSubgraphOptions> = {},
): Promise<void> {
  server = await startMisbehavingServer(serverOptions);
  subgraph = remoteSubgraph({ name: 'comments', url: server.url, policy, metrics, ...options });
}

afterEach(async () => {
  jest.restoreAllMocks();
  await server.stop();
  await subgraph.close();
});

function ask(options: Partial<SubgraphRequest> = {}): Promise<SubgraphAnswer> {
  const query = options.query ?? '{ __typename }';
  const request = {
    query,
    document: parse(query),
    variables: {},
    kind: 'query',
    headers: new Map(),
  } as const;
  return subgraph.execute({ ...request, ...options }, undefined);
}

/** How an operation fails. */
async function failureOf(answer: Promise<unknown>): Promise<SubgraphFailure> {
  const failure = await answer.catch((error: unknown) => error);
  if (!(failure instanceof SubgraphFailure))
    throw new Error('It did not fail as it should', { cause: failure });
  return failure;
}
const codeOf = async (answer: Promise<unknown>) => (await failureOf(answer)).code;

describe('a healthy subgraph', () => {
  it('is asked by POST, in JSON, and its answer is handed on', async () => {
    const schema = buildSchema('type Query { plus(a: Int!, b: Int!): Int }');
    const rootValue = { plus: ({ a, b }: { a: number; b: number }) => a + b };
    await start({ answer: answersOf(schema, rootValue) });
    const query = 'query ($a: Int!, $b: Int!) { plus(a: $a, b: $b) }';
    expect(await ask({ query, variables: { a: 1, b: 2 } })).toEqual({ data: { plus: 3 } });
    expect(server.received).toMatchObject([
      {
        path: '/graphql',
        operation: { query, variables: { a: 1, b: 2 } },
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json;q=0.9',
        },
      },
    ]);
  });

  it('is asked on connections that are kept', async () => {
    await start();
    const behaviours = ['healthy', 'unauthorized', 'html', 'not JSON', 'internal error'] as const;
    server.next = Array.from({ length: 5 }, () => behaviours).flat();
    while (server.next.length > 0) await ask().catch(() => undefined);
    expect(server.received).toHaveLength(25);
    expect(server.connections).toBeLessThanOrEqual(2); // One may still be busy with the end of its response.
  });

  it('answers one operation while the answer to another trickles', async () => {
    await start({}, { timeoutMs: 1_000 });
    server.next = ['trickling'];
    const slow = codeOf(ask());
    await server.arrived(1);
    for (let count = 1; count <= 5; count++) expect(await ask()).toEqual(healthy);
    expect(await slow).toBe('SUBGRAPH_TIMEOUT');
  });

  it('hears of the client what is on the list, and the secret is ours alone', async () => {
    const headers = new Map([
      ['accept-language', 'pt'],
      ['content-type', 'text/plain'],
      ['authorization', 'Bearer editor'],
      ['cookie', 'session=1'],
      ['router-authorization', 'Bearer forged'],
    ]);
    await start({}, { headers: ['accept-language', 'x-absent', 'router-authorization', 'content-type'] });
    await ask({ headers });
    expect(server.received[0]?.headers).toMatchObject({
      'accept-language': 'pt',
      'content-type': 'application/json',
    });
    for (const name of ['authorization', 'cookie', 'router-authorization', 'x-absent']) {
      expect(server.received[0]?.headers).not.toHaveProperty(name);
    }

    await server.stop();
    await start({}, { headers: ['authorization', 'router-authorization'] }, { secret: 'sesame' });
    await ask({ headers });
    expect(server.received[0]?.headers).toMatchObject({
      authorization: 'Bearer editor',
      'router-authorization': 'Bearer sesame',
    });
  });

  it('keeps its errors beside its data; malformed parts of an error are left out', async () => {
    const errors = [
      { message: 'No such comment', path: ['comments', 0], extensions: { code: 'NOT_FOUND' } },
      { message: 'Odd', path: 'comments', extensions: 7, locations: [] },
    ];
    await start({ answer: () => ({ data: { comments: null }, errors, extensions: { cost: 1 } }) });
    expect(await ask()).toEqual({ data: { comments: null }, errors: [errors[0], { message: 'Odd' }] });
  });

  it.each([
    [{ data: { a: 1 }, errors: [] }, { data: { a: 1 } }],
    [{ data: { a: 1 }, errors: null }, { data: { a: 1 } }],
    [{ data: null }, { data: null }],
    [
      { errors: [{ message: 'Cannot query field "x"' }] },
      { errors: [{ message: 'Cannot query field "x"' }] },
    ],
  ])('may answer %j', async (sent, got) => {
    await start({ answer: () => sent });
    expect(await ask()).toEqual(got);
  });

  it('needs an address', () => {
    for (const url of ['', 'comments.example/graphql', 'file:///etc/passwd']) {
      expect(() => remoteSubgraph({ name: 'comments', url, metrics })).toThrow('"comments" has no address');
    }
  });
});

/** A timeout in milliseconds: short where it is what is waited for. */
const patience = (behaviour: BehaviourName) => (['silent', 'trickling'].includes(behaviour) ? 300 : 10_000);

const misbehaviour: Record<string, BehaviourName[]> = {
  SUBGRAPH_TIMEOUT: ['silent', 'trickling'],
  SUBGRAPH_UNAVAILABLE: [
    'hanging up',
    'internal error',
    'bad gateway',
    'unavailable',
    'unavailable for an hour',
    'gateway timeout',
  ],
  SUBGRAPH_INVALID_RESPONSE: [
    'half a body',
    'half a body in chunks',
    'not HTTP',
    'boundless headers',
    'endless',
    'announcing too much',
    'html',
    'JSON as text',
    'no content type',
    'not JSON',
    'not UTF-8',
    'nothing',
    'no content',
    'an empty object',
    'null alone',
    'a list',
    'data as a list',
    'data as a text',
    'errors as a text',
    'errors without messages',
    'redirect',
    'bad request',
    'not found',
  ],
  SUBGRAPH_UNAUTHORIZED: ['unauthorized', 'forbidden'],
  SUBGRAPH_OVERLOADED: ['too many requests'],
};

describe.each(Object.entries(misbehaviour))('%s', (code, behaviours) => {
  it.each(behaviours)('is what comes of: %s', async (behaviour) => {
    await start({ behaviour }, { timeoutMs: patience(behaviour), retries: 0, maxResponseBytes: 1_000_000 });
    const failure = await failureOf(ask());
    expect(failure).toMatchObject({ code, subgraph: 'comments' });
    expect(failure.message).toMatch(/^The subgraph "comments" [a-z ]+$/);
    expect(failure.cause).toBeInstanceOf(Error);

    server.behaviour = 'healthy';
    expect(await ask()).toEqual(healthy);
  });
});

describe('SUBGRAPH_UNAVAILABLE', () => {
  it('is what comes of a closed port, until it opens again', async () => {
    await start();
    expect(await ask()).toEqual(healthy);
    await server.refuse();
    const failure = await failureOf(ask());
    expect(failure.code).toBe('SUBGRAPH_UNAVAILABLE');
    expect(failure.message).toBe('The subgraph "comments" is not available');
    await server.accept();
    expect(await ask()).toEqual(healthy);
  });
});

describe('a status of failure', () => {
  it.each([400, 404, 500, 503])('%i with a GraphQL response in it is that response', async (status) => {
    const errors = [{ message: 'The operation has no name' }];
    await start({ answer: () => ({ errors }), status });
    expect(await ask()).toEqual({ errors });
    expect(server.received).toHaveLength(1);
  });
});

describe('a response that is too large', () => {
  const answer = () => ({ data: { text: 'x'.repeat(100) } });
  const size = JSON.stringify(answer()).length;

  it('is refused where its length says so, and where it turns out so', async () => {
    await start({ answer }, { maxResponseBytes: size - 1 });
    expect(await codeOf(ask())).toBe('SUBGRAPH_INVALID_RESPONSE');
    server.behaviour = 'endless';
    const abandoned = server.abandoned();
    expect(await codeOf(ask())).toBe('SUBGRAPH_INVALID_RESPONSE');
    await abandoned;
    expect(server.received).toHaveLength(2);
  });

  it('begins at one byte more than is allowed', async () => {
    await start({ answer }, { maxResponseBytes: size });
    expect(await ask()).toEqual(answer());
  });
});

describe('retries', () => {
  const transient: BehaviourName[] = [
    'hanging up',
    'bad gateway',
    'unavailable',
    'gateway timeout',
    'half a body',
    'half a body in chunks',
  ];

  it.each(transient)('bring a query through: %s', async (behaviour) => {
    await start({}, { retries: 2 });
    server.next = [behaviour, behaviour];
    expect(await ask()).toEqual(healthy);
    expect(server.received).toHaveLength(3);
  });

  it('end', async () => {
    await start({ behaviour: 'bad gateway' }, { retries: 2 });
    expect(await codeOf(ask())).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.received).toHaveLength(3);
  });

  it.each(transient)('are not for mutations: %s', async (behaviour) => {
    await start({}, { retries: 2 });
    server.next = [behaviour];
    await failureOf(ask({ kind: 'mutation' }));
    expect(server.received).toHaveLength(1);
    expect(await ask({ kind: 'mutation' })).toEqual(healthy);
  });

  it.each([
    'silent',
    'html',
    'unauthorized',
    'too many requests',
    'internal error',
    'unavailable for an hour',
    'endless',
  ] as const)('are not for what another attempt would meet again: %s', async (behaviour) => {
    await start({ behaviour }, { retries: 2, timeoutMs: patience(behaviour), maxResponseBytes: 1_000_000 });
    await failureOf(ask());
    expect(server.received).toHaveLength(1);
  });

  it('keep to the timeout, which is that of all attempts together', async () => {
    await start({ behaviour: 'bad gateway' }, { retries: 10, timeoutMs: 200 });
    expect(await codeOf(ask())).toBe('SUBGRAPH_TIMEOUT');
    expect(server.received.length).toBeLessThan(11);
  });
});

describe('the circuit breaker', () => {
  const policy = { retries: 0, timeoutMs: 10_000, circuitBreaker: { failures: 3, resetMs: 60_000 } };
  const tenMinutesLater = () => jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 600_000);
  const isOpen = async () =>
    (await metrics.text()).includes('broadsheet_subgraph_circuit_open{subgraph="comments"} 1\n');

  it.each(['bad gateway', 'silent', 'hanging up', 'too many requests'] as const)(
    'leaves a subgraph alone after some failures in a row, and tries it again later: %s',
    async (behaviour) => {
      await start({ behaviour }, { ...policy, timeoutMs: patience(behaviour) });
      for (let attempt = 1; attempt <= 3; attempt++) {
        expect(await isOpen()).toBe(false);
        await failureOf(ask());
      }
      expect(await isOpen()).toBe(true);
      expect(await codeOf(ask())).toBe('SUBGRAPH_UNAVAILABLE');
      expect(await codeOf(ask({ kind: 'mutation' }))).toBe('SUBGRAPH_UNAVAILABLE');
      expect(server.received).toHaveLength(3);

      tenMinutesLater();
      await failureOf(ask());
      expect(server.received).toHaveLength(4);
      await failureOf(ask());
      expect([server.received.length, await isOpen()]).toEqual([4, true]);

      jest.restoreAllMocks();
      jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 1_200_000);
      server.behaviour = 'healthy';
      expect(await ask()).toEqual(healthy);
      expect(await ask()).toEqual(healthy);
      expect(await isOpen()).toBe(false);
    },
  );

  it('lets a single request through to try, and none waits for its outcome', async () => {
    await start({ behaviour: 'bad gateway' }, policy);
    for (let attempt = 1; attempt <= 3; attempt++) await failureOf(ask());
    tenMinutesLater();
    server.behaviour = 'held';
    const trial = ask();
    await server.arrived(4);
    expect(await codeOf(ask())).toBe('SUBGRAPH_UNAVAILABLE');
    server.release();
    expect(await trial).toEqual(healthy);
  });

  it('stays open where the trial is called off', async () => {
    await start({ behaviour: 'bad gateway' }, policy);
    for (let attempt = 1; attempt <= 3; attempt++) await failureOf(ask());
    tenMinutesLater();
    server.behaviour = 'held';
    const controller = new AbortController();
    const trial = failureOf(ask({ signal: controller.signal }));
    await server.arrived(4);
    const abandoned = server.abandoned();
    controller.abort();
    await trial;
    await abandoned;
    await failureOf(ask());
    expect(server.received).toHaveLength(4);
  });

  it.each(['html', 'unauthorized', 'not JSON'] as const)(
    'does not mind answers, bad as they are: %s',
    async (how) => {
      await start({ behaviour: how }, policy);
      for (let attempt = 1; attempt <= 5; attempt++) await failureOf(ask());
      expect(server.received).toHaveLength(5);
    },
  );

  it('counts failures in a row alone', async () => {
    await start({}, policy);
    server.next = ['bad gateway', 'bad gateway', 'healthy', 'bad gateway', 'bad gateway', 'healthy'];
    const outcomes = [];
    while (server.next.length > 0) outcomes.push(await ask().catch((error: SubgraphFailure) => error.code));
    expect(outcomes.filter((outcome) => outcome !== 'SUBGRAPH_UNAVAILABLE')).toEqual([healthy, healthy]);
    expect(server.received).toHaveLength(6);
  });
});

describe('the bound on simultaneous operations', () => {
  it('makes as many again wait, and refuses the rest at once', async () => {
    await start({ behaviour: 'held' }, { maxConcurrent: 2 });
    const first = [ask(), ask()];
    await server.arrived(2);
    const waiting = [ask(), ask()];
    expect(await codeOf(ask())).toBe('SUBGRAPH_OVERLOADED');
    expect(server.received).toHaveLength(2);
    server.release();
    expect(await Promise.all(first)).toEqual([healthy, healthy]);
    await server.arrived(4);
    server.release();
    expect(await Promise.all(waiting)).toEqual([healthy, healthy]);
  });

  it('does not keep those who wait longer than the timeout', async () => {
    await start({ behaviour: 'silent' }, { maxConcurrent: 1, timeoutMs: 300 });
    expect(await Promise.all([codeOf(ask()), codeOf(ask())])).toEqual([
      'SUBGRAPH_TIMEOUT',
      'SUBGRAPH_TIMEOUT',
    ]);
    server.behaviour = 'healthy';
    expect(await ask()).toEqual(healthy);
  });
});

describe('an operation whose client is gone', () => {
  it('is called off', async () => {
    await start({ behaviour: 'silent' });
    const controller = new AbortController();
    const answer = failureOf(ask({ signal: controller.signal }));
    await server.arrived(1);
    const abandoned = server.abandoned();
    controller.abort();
    await answer;
    await abandoned;
  });

  it('is not sent at all where that is known before', async () => {
    await start();
    await failureOf(ask({ signal: AbortSignal.abort() }));
    expect(await ask()).toEqual(healthy);
    expect(server.received).toHaveLength(1);
  });
});

describe('HTTP/2', () => {
  it('is spoken where it is offered: queries share a connection, a mutation has its own', async () => {
    await start({ tls: true }, {}, { ca: certificate });
    expect(await ask()).toEqual(healthy);
    server.behaviour = 'held';
    const answers = Array.from({ length: 10 }, () => ask());
    await server.arrived(11);
    expect(server.connections).toBe(1);
    server.release();
    expect(await Promise.all(answers)).toEqual(Array(10).fill(healthy));
    server.behaviour = 'healthy';
    await ask({ kind: 'mutation' });
    expect(server.connections).toBe(2);
    expect(new Set(server.received.map(({ httpVersion }) => httpVersion))).toEqual(new Set(['2.0']));
  });

  it.each([
    ['silent', 'SUBGRAPH_TIMEOUT'],
    ['endless', 'SUBGRAPH_INVALID_RESPONSE'],
    ['html', 'SUBGRAPH_INVALID_RESPONSE'],
    ['unauthorized', 'SUBGRAPH_UNAUTHORIZED'],
    ['bad gateway', 'SUBGRAPH_UNAVAILABLE'],
  ] as const)(
    'fails as HTTP/1.1 does, and the others on the connection go on: %s',
    async (behaviour, code) => {
      const timeoutMs = behaviour === 'silent' ? 1_000 : 10_000;
      await start({ tls: true }, { retries: 0, timeoutMs, maxResponseBytes: 100_000 }, { ca: certificate });
      expect(await ask()).toEqual(healthy);
      server.next = ['held', behaviour];
      const other = ask();
      await server.arrived(2);
      expect(await codeOf(ask())).toBe(code);
      server.release();
      expect(await other.catch(({ code }) => code)).toEqual(
        behaviour === 'silent' ? 'SUBGRAPH_TIMEOUT' : healthy,
      );
      expect(await ask()).toEqual(healthy);
      expect(server.connections).toBe(1);
    },
  );

  it('is not spoken with one whose certificate is not trusted', async () => {
    await start({ tls: true }, { retries: 0 });
    expect(await codeOf(ask())).toBe('SUBGRAPH_UNAVAILABLE');
    expect(server.received).toHaveLength(0);
  });
});

describe('close', () => {
  it('waits for what is in flight, pauses between attempts included', async () => {
    await start({ behaviour: 'held' });
    server.next = ['bad gateway'];
    const answer = ask();
    await server.arrived(1);
    const closed = subgraph.close();
    await server.arrived(2);
    server.release();
    expect(await answer).toEqual(healthy);
    await closed;
    expect(await codeOf(ask())).toBe('SUBGRAPH_UNAVAILABLE');
  });
});

describe('metrics', () => {
  it('count and time operations by their outcome', async () => {
    const metrics = createMetrics();
    await start({}, { retries: 2, timeoutMs: 10_000 }, { metrics });
    const controller = new AbortController();
    await ask();
    server.next = ['bad gateway', 'healthy', 'html', 'unauthorized', 'silent'];
    await ask();
    await failureOf(ask());
    await failureOf(ask());
    const called = failureOf(ask({ signal: controller.signal }));
    await server.arrived(6);
    controller.abort();
    await called;
    const text = await metrics.text();
    for (const line of [
      'broadsheet_subgraph_request_duration_seconds_count{subgraph="comments",outcome="answered"} 2',
      'broadsheet_subgraph_request_duration_seconds_count{subgraph="comments",outcome="failed"} 2',
      'broadsheet_subgraph_request_duration_seconds_count{subgraph="comments",outcome="cancelled"} 1',
      'broadsheet_subgraph_failures_total{subgraph="comments",code="SUBGRAPH_INVALID_RESPONSE"} 1',
      'broadsheet_subgraph_failures_total{subgraph="comments",code="SUBGRAPH_UNAUTHORIZED"} 1',
      'broadsheet_subgraph_circuit_open{subgraph="comments"} 0',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).not.toContain('SUBGRAPH_UNAVAILABLE');
    expect(text).toContain('process_cpu_seconds_total');
  });
});
