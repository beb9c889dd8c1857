import { createHash, randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import { EditorToken } from '../../entities/editor-token.js';
import type { Database, Queryable } from '../database/database.js';
import { insertStatements, rowShape } from '../database/rows.js';

const shape = rowShape(EditorToken, 't');

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Makes a token for an editor. It is returned this once; what is stored cannot be turned back into it. */
export async function createToken(
  database: Database,
  { name, expiresAt = null }: { name: string; expiresAt?: number | null },
): Promise<string> {
  const token = `bs_${randomBytes(32).toString('base64url')}`;
  const row = { hash: hashOf(token), name, createdAt: Date.now(), expiresAt, revokedAt: null };
  await database.transaction(async (tx) => {
    for (const statement of insertStatements(EditorToken, [row])) await tx.execute(statement);
  });
  return token;
}

/** The name of the editor whose valid token this is; null for any other text. */
export async function editorOf(database: Queryable, token: string): Promise<string | null> {
  const [row] = await database.query<{ name: string }>(
    sql`SELECT t.name FROM editor_token t WHERE t.hash = ${hashOf(token)} AND t.revoked_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > ${Date.now()})`,
  );
  return row?.name ?? null;
}

/** All tokens, by name, without anything that could be used in place of one. */
export async function listTokens(database: Queryable): Promise<Omit<EditorToken, 'hash'>[]> {
  const rows = await database.query(sql`SELECT ${shape.columns} FROM editor_token t ORDER BY t.name`);
  return rows.map((row) => {
    const { hash, ...shown } = shape.read(row) as EditorToken;
    return shown;
  });
}

/** Ends a token's validity; false when there is no valid one of this name. */
export async function revokeToken(database: Database, name: string): Promise<boolean> {
  const revoked = await database.transaction((tx) =>
    tx.execute(
      sql`UPDATE editor_token SET revoked_at = ${Date.now()} WHERE name = ${name} AND revoked_at IS NULL`,
    ),
  );
  return revoked > 0;
}
