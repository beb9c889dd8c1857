import type { AddressInfo } from 'node:net';
import { bareServer, handWrittenServer } from './floors.js';

/** What the process is told to be. */
export type FloorOrder =
  | { kind: 'bare'; pages: readonly Uint8Array[] }
  | { kind: 'hand-written'; databaseFile: string };

// A process of its own for each floor. It is told what to be by message, answers with its port, and ends with its parent.
process.once('message', (order: FloorOrder) => {
  const server =
    order.kind === 'bare'
      ? bareServer(order.pages.map((page) => Buffer.from(page)))
      : handWrittenServer(order.databaseFile);
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
});
process.once('disconnect', () => process.exit());
