import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, type DatabaseOptions, openDatabase } from '../../src/database/database.js';

/**
 * Where tests keep their databases: a folder for SQLite, or the PostgreSQL server that TEST_POSTGRES_URL names
 * (its user must be allowed to create databases). `npm run test:postgres` sets it.
 */
export const postgresUrl = process.env.TEST_POSTGRES_URL;

/** An address of a database that nobody else uses, and what removes it. */
export async function freshDatabaseUrl(): Promise<{ url: string; remove(): Promise<void> }> {
  if (!postgresUrl) {
    const folder = await mkdtemp(join(tmpdir(), 'broadsheet-test-'));
    return {
      url: `sqlite:${join(folder, 'test.sqlite')}`,
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  }
  const name = `broadsheet_test_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** A migrated database of its own for a test file. `close` also removes it. */
export async function openTestDatabase(
  options: Omit<DatabaseOptions, 'url'> = {},
): Promise<Database & { url: string }> {
  const { url, remove } = await freshDatabaseUrl();
  const database = await openDatabase({ ...options, url });
  await database.migrate();
  return {
    ...database,
    url,
    async close() {
      await database.close();
      await remove();
    },
  };
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
