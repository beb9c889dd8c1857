import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config.js';
import { type Database, type DatabaseOptions, openDatabase } from './database.js';

/** Opens the configured database, making the folder of an SQLite file where it is missing. */
export async function openConfigured(
  config: Config,
  options: Omit<DatabaseOptions, 'url'> = {},
): Promise<Database> {
  const [, file] = /^sqlite:(.+)$/.exec(config.DATABASE_URL) ?? [];
  if (file) await mkdir(dirname(file), { recursive: true });
  return openDatabase({ url: config.DATABASE_URL, connections: config.DATABASE_CONNECTIONS, ...options });
}
