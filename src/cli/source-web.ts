import { readFileSync } from 'node:fs';
import { type Config, readConfig } from '../config.js';
import type { WebClient } from '../http/web-client.js';
import { packagePath } from './package-root.js';

/** The way out for a command, opened when it is first needed. */
export interface LazyWebClient {
  client(): Promise<WebClient>;
  close(): Promise<void>;
}

/** A web client as the configuration wants it. */
export function lazyWebClient(config?: Config): LazyWebClient {
  let opened: Promise<WebClient> | undefined;
  return {
    client() {
      opened ??= openWebClient(config ?? readConfig());
      return opened;
    },
    close: async () => (await opened)?.close(),
  };
}

async function openWebClient({ ALLOWED_NETWORKS, CONTACT_URL }: Config): Promise<WebClient> {
  const { createWebClient } = await import('../http/create-web-client.js');
  const { version } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string };
  const contact = CONTACT_URL ? ` (+${CONTACT_URL})` : '';
  return createWebClient({ userAgent: `Broadsheet/${version}${contact}`, allowedNetworks: ALLOWED_NETWORKS });
}
