import type { FastifyPluginAsync, FastifyRequest } from 'fastify';

/** What a hub says when it calls; all of it anybody's text. */
export interface HubIntent {
  mode?: string | undefined;
  topic?: string | undefined;
  challenge?: string | undefined;
  leaseSeconds?: string | undefined;
  reason?: string | undefined;
}

/** Who decides on the calls of hubs. */
export interface HubReceiver {
  /** The challenge where the hub is to do what it says, an empty text where it only told us something; else undefined. */
  confirm(callbackId: string, intent: HubIntent): Promise<string | undefined>;
  /** Whether something may be delivered there: asked before the body is read. */
  isExpected(callbackId: string): Promise<boolean>;
  deliver(callbackId: string, delivery: { body: Buffer; signature: string | undefined }): Promise<void>;
}

type Callback = FastifyRequest<{ Params: { id: string }; Querystring: Record<string, unknown> }>;

/** In bytes. Hubs send what is new in a feed, or all of it. */
const largestDelivery = 5_000_000;

/**
 * `/websub/ID`, where the hubs of feeds reach their subscriber (https://www.w3.org/TR/websub/). GET: a hub asks whether it
 * was asked for what it is about to do: the challenge, or 404. POST: it delivers: 204 whether the signature is right or
 * not, so that nobody learns to forge one; 410 where nothing is subscribed, which makes hubs stop.
 */
export function hubCallbackRoutes(receiver: HubReceiver): FastifyPluginAsync {
  return async (server) => {
    const config = { cors: false };
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: largestDelivery },
      (_request, body, done) => done(null, body),
    );
    // The challenge comes back as it came: no browser may take it for a page.
    server.addHook(
      'onSend',
      async (_request, reply) =>
        void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }),
    );

    server.get(
      '/websub/:id',
      { config, exposeHeadRoute: false },
      async ({ params, query }: Callback, reply) => {
        const challenge = await receiver.confirm(params.id, intentOf(query));
        void reply.type('text/plain; charset=utf-8');
        return challenge === undefined
          ? reply.code(404).send('This was not asked for.\n')
          : reply.send(challenge);
      },
    );

    server.post(
      '/websub/:id',
      {
        config,
        async onRequest({ params, raw }: Callback, reply) {
          // Bytes are signed, whatever they are said to be; what is no media type would be refused.
          delete raw.headers['content-type'];
          if (await receiver.isExpected(params.id)) return;
          return reply.code(410).header('connection', 'close').send();
        },
      },
      async ({ params, body, headers }: Callback, reply) => {
        const signature = headers['x-hub-signature'];
        await receiver.deliver(params.id, {
          body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
          signature: typeof signature === 'string' ? signature : undefined,
        });
        return reply.code(204).send();
      },
    );
  };
}

function intentOf(query: Record<string, unknown>): HubIntent {
  const text = (name: string) => {
    const value = query[`hub.${name}`];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    mode: text('mode'),
    topic: text('topic'),
    challenge: text('challenge'),
    leaseSeconds: text('lease_seconds'),
    reason: text('reason'),
  };
}
