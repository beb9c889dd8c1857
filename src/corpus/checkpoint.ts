import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import sql from 'sql-template-tag';
import { ImportCheckpoint } from '../../entities/import-checkpoint.js';
import type { Queryable, Transaction } from '../database/database.js';
import { insertStatements } from '../database/rows.js';

const openingBytes = 64 * 1024;

/** What tells a file from others without reading all of it: SHA-256 over its size and first 64 KiB, in hex. */
export async function corpusFileKey(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(openingBytes), 0, openingBytes, 0);
    return createHash('sha256').update(`${size}\n`).update(buffer.subarray(0, bytesRead)).digest('hex');
  } finally {
    await file.close();
  }
}

/** The last line of the file that is wholly in the database; 0 where no import of it was interrupted. */
export async function readCheckpoint(database: Queryable, fileKey: string): Promise<number> {
  const [row] = await database.query<{ line: number }>(
    sql`SELECT line FROM import_checkpoint WHERE file_key = ${fileKey}`,
  );
  return row?.line ?? 0;
}

/** Notes, in the transaction that writes them, that all lines up to this one are in the database. */
export async function saveCheckpoint(
  tx: Transaction,
  fileKey: string,
  line: number,
  now: number,
): Promise<void> {
  const replaced = sql` ON CONFLICT (file_key) DO UPDATE SET line = excluded.line, updated_at = excluded.updated_at`;
  for (const statement of insertStatements(ImportCheckpoint, [{ fileKey, line, updatedAt: now }], replaced))
    await tx.execute(statement);
}

/** Forgets the file, once all of it is in the database. */
export async function clearCheckpoint(tx: Transaction, fileKey: string): Promise<void> {
  await tx.execute(sql`DELETE FROM import_checkpoint WHERE file_key = ${fileKey}`);
}
