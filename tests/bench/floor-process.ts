import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bareServer, handWrittenServer } from './floors.js';
import { partnerServer } from './partner.js';

/** What the process is told to be. */
export type FloorOrder =
  | { kind: 'bare'; pages: readonly Uint8Array[] }
  | { kind: 'hand-written'; databaseFile: string }
  | { kind: 'partner' }
  /** `partnerUrl` absent: the partner's fields are answered in the process. */
  | { kind: 'plain Apollo Server'; over: Backing; partnerUrl?: string }
  | { kind: 'gateway in memory'; over: { pages: ReadonlyMap<string, Uint8Array> }; partnerUrl: string };

/** What the resolvers read: a database, or pages beforehand made, by slug. */
export type Backing = { databaseFile: string } | { pages: ReadonlyMap<string, Uint8Array> };

// A process of its own for each floor. It is told what to be by message, answers with its port, and ends with its parent.
process.once('message', async (order: FloorOrder) => process.send?.(await start(order)));
process.once('disconnect', () => process.exit());

async function start(order: FloorOrder): Promise<number> {
  switch (order.kind) {
    case 'bare':
      return listen(bareServer(order.pages.map((page) => Buffer.from(page))));
    case 'hand-written':
      return listen(handWrittenServer(order.databaseFile));
    case 'partner':
      return listen(partnerServer());
    default: {
      // Not for the others: what is measured there is a program without any of this.
      const { startGraphServer } = await import('./graph-servers.js');
      return (await startGraphServer(order)).port;
    }
  }
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
