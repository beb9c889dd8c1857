import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pLimit from 'p-limit';
import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import sqlite3 from 'sqlite3';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import { type Dialect, postgres, sqlite } from './dialect.js';
import { entities } from './entities.js';
import { migrations } from './migrations.js';
import { SnakeNaming } from './naming.js';
import { type OnStatement, StatementLogger } from './statement-logger.js';

/** What can be asked; the database itself, or a transaction in it. */
export interface Queryable {
  readonly dialect: Dialect;
  /** Rows of a SELECT, as plain objects by column name; 64-bit integers are numbers. */
  query<Row = Record<string, unknown>>(statement: Sql): Promise<Row[]>;
}

/** What can be changed; only inside `Database.transaction`. */
export interface Transaction extends Queryable {
  /** Runs an INSERT, UPDATE or DELETE and says how many rows it touched. */
  execute(statement: Sql): Promise<number>;
}

export interface Database extends Queryable {
  /**
   * Runs `work` atomically. On SQLite one at a time, holding the write lock from the start; on PostgreSQL
   * serializable. When another writer was faster the whole of `work` runs again, so it must have no effect
   * outside the transaction.
   */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Settles when the database answers; otherwise says why not. */
  check(): Promise<void>;
  /** Applies the migrations that the database lacks; their names. */
  migrate(): Promise<string[]>;
  /** Names of the migrations that the database lacks. */
  pendingMigrations(): Promise<string[]>;
  /** The TypeORM data source that writes, for tools that inspect the schema. */
  readonly dataSource: DataSource;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `sqlite:path/to/file` or `postgres://...`. */
  url: string;
  /** Sees the text of every statement that is sent. */
  onStatement?: OnStatement;
  /** Connections that read, on SQLite; the size of the pool, on PostgreSQL. */
  connections?: number;
}

const attempts = 8;

/** Opens the database, and creates the file and its folder where SQLite has none. It is not migrated. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.url.startsWith('sqlite:') ? openSqlite(options) : openPostgres(options);
}

function shared(
  options: DatabaseOptions,
): Pick<DataSourceOptions, 'entities' | 'migrations' | 'namingStrategy' | 'logger' | 'logging'> {
  return {
    entities,
    migrations,
    namingStrategy: new SnakeNaming(),
    logging: options.onStatement ? 'all' : false,
    ...(options.onStatement ? { logger: new StatementLogger(options.onStatement) } : {}),
  };
}

/** TypeORM asks for long stack traces, for which the driver prints the text and values of every statement. */
const untraced = { ...sqlite3, verbose: () => sqlite3 };

async function openSqlite(options: DatabaseOptions): Promise<Database> {
  const file = options.url.slice('sqlite:'.length);
  await mkdir(dirname(file), { recursive: true });
  const connect = () =>
    new DataSource({
      ...shared(options),
      type: 'sqlite',
      driver: untraced,
      database: file,
      enableWAL: true,
      busyTimeout: 10_000,
    }).initialize();
  const writer = await connect();
  // FULL: a commit that is acknowledged is on disk, also when the power fails.
  await setPragmas(writer, [
    'synchronous = FULL',
    // In pages, 32 MB: what a long import writes again and again goes to the main file less often.
    'wal_autocheckpoint = 8000',
    'foreign_keys = ON',
    'cache_size = -32768',
    'temp_store = MEMORY',
  ]);
  const readers = await Promise.all(Array.from({ length: options.connections ?? 2 }, connect));
  for (const reader of readers) {
    await setPragmas(reader, [
      'query_only = ON',
      'cache_size = -65536',
      'mmap_size = 268435456',
      'temp_store = MEMORY',
    ]);
  }
  let turn = 0;
  const oneAtATime = pLimit(1);
  const runner = writer.createQueryRunner();
  return {
    ...schemaTools(writer, async () => {
      await Promise.all(readers.map((reader) => reader.destroy()));
      await writer.destroy(); // Last and alone: the last connection takes the write-ahead log into the file.
    }),
    dialect: sqlite,
    async check() {
      await requireFile(file);
      await readers[0]?.query('SELECT id FROM source WHERE id = 0');
    },
    query(statement) {
      turn = (turn + 1) % readers.length;
      return (readers[turn] as DataSource).query(statement.sql, valuesOf(statement));
    },
    transaction: (work) =>
      oneAtATime(() =>
        retried(sqlite, async () => {
          await requireFile(file);
          await runner.query('BEGIN IMMEDIATE');
          try {
            const result = await work(transactionOn(runner, sqlite));
            await runner.query('COMMIT');
            return result;
          } catch (error) {
            await runner.query('ROLLBACK').catch(() => undefined);
            throw error;
          }
        }),
      ),
  };
}

/** An open file answers even after it was moved away, and then loses what is written. */
async function requireFile(file: string): Promise<void> {
  await access(file).catch((cause) => {
    throw Object.assign(new Error(`The database file ${file} is not there`, { cause }), { code: 'ENOENT' });
  });
}

/** The values of a statement. PostgreSQL cannot hold U+0000 in a text, so nothing does; a search for it finds nothing. */
function valuesOf({ values }: Sql): unknown[] {
  return values.map((value) => (typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value));
}

async function setPragmas(source: DataSource, pragmas: string[]): Promise<void> {
  for (const pragma of pragmas) await source.query(`PRAGMA ${pragma}`);
}

async function openPostgres(options: DatabaseOptions): Promise<Database> {
  const int8 = 20;
  const source = await new DataSource({
    ...shared(options),
    type: 'postgres',
    url: options.url,
    poolSize: options.connections ?? 10,
    connectTimeoutMS: 5_000,
    applicationName: 'broadsheet',
    // Our 64-bit integers stay below 2^53.
    extra: {
      types: {
        getTypeParser: (oid: number, format: 'text') =>
          oid === int8 ? Number : pg.types.getTypeParser(oid, format),
      },
    },
    poolErrorHandler: () => undefined, // The next query reports it; without a handler the process would end.
  }).initialize();
  return {
    ...schemaTools(source, () => source.destroy()),
    dialect: postgres,
    async check() {
      await source.query('SELECT id FROM source WHERE id = 0');
    },
    query: (statement) => source.query(statement.text, valuesOf(statement)),
    transaction: (work) =>
      retried(postgres, async () => {
        const runner = source.createQueryRunner();
        try {
          await runner.startTransaction('SERIALIZABLE');
          const result = await work(transactionOn(runner, postgres));
          await runner.commitTransaction();
          return result;
        } catch (error) {
          if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
          throw error;
        } finally {
          await runner.release();
        }
      }),
  };
}

function transactionOn(runner: QueryRunner, dialect: Dialect): Transaction {
  return {
    dialect,
    query: (statement) => runner.query(dialect.text(statement), valuesOf(statement)),
    async execute(statement) {
      const { affected } = await runner.query(dialect.text(statement), valuesOf(statement), true);
      return affected ?? 0;
    },
  };
}

function schemaTools(
  dataSource: DataSource,
  close: () => Promise<unknown>,
): Pick<Database, 'migrate' | 'pendingMigrations' | 'dataSource' | 'close'> {
  return {
    dataSource,
    async migrate() {
      const applied = await dataSource.runMigrations({ transaction: 'each' });
      return applied.map(({ name }) => name);
    },
    async pendingMigrations() {
      const known = dataSource.migrations.map(({ name }) => String(name));
      const table = await dataSource.query(
        dataSource.options.type === 'sqlite'
          ? "SELECT 1 FROM sqlite_master WHERE name = 'migrations'"
          : "SELECT 1 FROM information_schema.tables WHERE table_name = 'migrations' AND table_schema = current_schema()",
      );
      if (table.length === 0) return known;
      const applied: { name: string }[] = await dataSource.query('SELECT name FROM migrations');
      return known.filter((name) => !applied.some((row) => row.name === name));
    },
    close: async () => void (await close()),
  };
}

/** Tries again, after a short random wait, as long as another writer was faster. */
async function retried<Result>(dialect: Dialect, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts || !dialect.isConflict(error)) throw error;
      await pause(Math.random() * 10 * 2 ** attempt);
    }
  }
}
