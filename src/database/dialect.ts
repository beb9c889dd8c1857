import sql, { join, raw, type Sql } from 'sql-template-tag';

/**
 * The few words in which SQLite and PostgreSQL differ. Nothing outside src/database names a database.
 */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** The statement with this database's placeholders. */
  text(statement: Sql): string;
  /** Column type of a 64-bit primary key; in SQLite the row's own address, so that a lookup is one tree walk. */
  readonly primaryKey: string;
  /** Column type of text that is compared and ordered byte by byte, whatever the database's locale. */
  readonly key: string;
  /** Ends a SELECT of rows that the transaction is about to change. */
  readonly forUpdate: Sql;
  /**
   * The first `limit` different rows of several SELECTs of the same columns, each a walk along an index that is
   * in `order` already: the walks are merged, not sorted, and go no further than needed.
   */
  firstOf(walks: readonly Sql[], order: Sql, limit: number): Sql;
  /**
   * Holds up all other transactions that ask the same for this table until the end of this one, which must not have
   * read anything yet: writers that all look through one index would otherwise only disturb one another.
   */
  alone(transaction: { execute(statement: Sql): Promise<number> }, table: string): Promise<void>;
  /** True for an error that says another writer was faster: the transaction is to be tried again. */
  isConflict(error: unknown): boolean;
  /** True for an error that says the database cannot be reached. */
  isUnavailable(error: unknown): boolean;
}

function codeOf(error: unknown): string {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  return String(driverError?.code ?? code ?? '');
}

export const sqlite: Dialect = {
  name: 'sqlite',
  text: (statement) => statement.sql,
  primaryKey: 'integer PRIMARY KEY',
  key: 'text',
  forUpdate: sql``,
  firstOf: (walks, order, limit) => sql`${join([...walks], ' UNION ')} ORDER BY ${order} LIMIT ${limit}`,
  alone: async () => undefined,
  // It has one writer at a time, for whom the others wait (busy timeout).
  isConflict: () => false,
  isUnavailable: (error) =>
    /^(ENOENT|SQLITE_(CANTOPEN|IOERR|NOTADB|CORRUPT|FULL|BUSY|READONLY))/.test(codeOf(error)),
};

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: serialization failure, deadlock, unique violation. */
const conflicts = new Set(['40001', '40P01', '23505']);

export const postgres: Dialect = {
  name: 'postgres',
  text: (statement) => statement.text,
  primaryKey: 'bigint PRIMARY KEY',
  key: 'text COLLATE "C"',
  forUpdate: sql` FOR UPDATE`,
  firstOf(walks, order, limit) {
    const rest = sql` ORDER BY ${order} LIMIT ${limit}`;
    // Without orders of their own, and limits, the walks are read to their ends and sorted.
    const each = walks.map((walk) => sql`(${walk}${rest})`);
    return sql`SELECT DISTINCT * FROM (${join(each, ' UNION ALL ')}) AS walks${rest}`;
  },
  async alone(transaction, table) {
    // Reading goes on. Takes no snapshot: what the transaction reads next is what the others have left.
    await transaction.execute(sql`LOCK TABLE ${raw(table)} IN SHARE ROW EXCLUSIVE MODE`);
  },
  isConflict: (error) => conflicts.has(codeOf(error)),
  isUnavailable: (error) =>
    /^(08|53|57P|ECONN|ENOTFOUND|ETIMEDOUT|EPIPE|EAI_AGAIN)/.test(codeOf(error)) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      String(error),
    ),
};
