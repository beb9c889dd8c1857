import type { FastifyInstance } from 'fastify';

/** Once the server closes, a connection ends with the answer that is under way: kept open, it would hold the process. */
export function endConnectionsOnClose(server: FastifyInstance): void {
  let isClosing = false;
  server.addHook('preClose', async () => {
    isClosing = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    if (isClosing) void reply.header('connection', 'close');
  });
  server.addHook('onResponse', async ({ raw }) => {
    if (isClosing) raw.socket.end(); // The head may have been sent before.
  });
}
