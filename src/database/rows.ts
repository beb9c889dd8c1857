import sql, { type RawValue, raw, Sql } from 'sql-template-tag';
import { type EntityTarget, getMetadataArgsStorage } from 'typeorm';
import { snakeCase } from './naming.js';

interface StoredColumn {
  name: string;
  /** Where the value goes: `['rights', 'notice']`. */
  path: [string] | [string, string];
  json: boolean;
  boolean: boolean;
}

/** How the rows of one entity are read in a hand-written statement. */
export interface RowShape<T> {
  /** `a.id AS a_id, a.slug AS a_slug, ...` for the alias given. */
  columns: Sql;
  /** The entity in a row, as a plain object; null where an outer join found none. */
  read(row: Record<string, unknown>): T | null;
}

const columnCache = new Map<unknown, StoredColumn[]>();

/** The columns that an entity's decorators declare, embedded objects included. */
function columnsOf(entity: EntityTarget<object>): StoredColumn[] {
  const known = columnCache.get(entity);
  if (known) return known;
  const storage = getMetadataArgsStorage();
  const lineage = (target: unknown): unknown[] => {
    const classes: unknown[] = [];
    for (
      let at = target;
      typeof at === 'function' && at !== Function.prototype;
      at = Object.getPrototypeOf(at)
    )
      classes.push(at);
    return classes;
  };
  const own = (target: unknown, prefix: [] | [string]): StoredColumn[] =>
    storage.filterColumns(lineage(target) as never).map(({ propertyName, options }) => ({
      name: snakeCase([...prefix, propertyName].join('_')),
      path: [...prefix, propertyName] as [string],
      json: options.type === 'simple-json',
      boolean: options.type === 'boolean',
    }));
  const columns = [
    ...own(entity, []),
    ...storage
      .filterEmbeddeds(lineage(entity) as never)
      .flatMap(({ propertyName, type }) => own((type as () => unknown)(), [propertyName])),
  ];
  columnCache.set(entity, columns);
  return columns;
}

/**
 * Reads an entity from rows of our own statements. Read paths go without TypeORM's hydration, which costs more
 * than SQLite does, but the columns are still declared once, on the entity.
 */
export function rowShape<T extends object>(entity: new () => T, alias: string): RowShape<T> {
  const columns = columnsOf(entity);
  const typename = entity.name;
  const keys = columns.map(({ name }) => `${alias}_${name}`);
  const first = keys[0] as string;
  return {
    columns: raw(columns.map(({ name }) => `${alias}.${name} AS ${alias}_${name}`).join(', ')),
    read(row) {
      if (row[first] === null || row[first] === undefined) return null;
      const value: Record<string, unknown> = { __typename: typename };
      columns.forEach(({ path: [outer, inner], json, boolean }, index) => {
        let cell = row[keys[index] as string] ?? null;
        if (json && cell !== null) cell = JSON.parse(cell as string);
        else if (boolean) cell = Boolean(cell);
        if (inner === undefined) value[outer] = cell;
        else {
          const group = (value[outer] as Record<string, unknown> | undefined) ?? {};
          group[inner] = cell;
          value[outer] = group;
        }
      });
      return value as T;
    },
  };
}

/**
 * `INSERT INTO table (columns) VALUES (...), (...)` for whole rows of an entity, in statements of bounded size.
 * `conflict` follows the values: `ON CONFLICT ...`.
 */
export function insertStatements<T extends object>(
  entity: new () => T,
  rows: readonly Partial<T>[],
  conflict: Sql = sql``,
): Sql[] {
  const columns = columnsOf(entity);
  const names = columns.map(({ name }) => name).join(', ');
  // SQLite takes 32,766 parameters a statement, PostgreSQL 65,535.
  const size = Math.max(1, Math.floor(30_000 / columns.length));
  const statements: Sql[] = [];
  for (let from = 0; from < rows.length; from += size) {
    const values = valuesOf(columns, rows.slice(from, from + size));
    statements.push(
      sql`INSERT INTO ${raw(snakeCase(entity.name))} (${raw(names)}) VALUES ${values}${conflict}`,
    );
  }
  return statements;
}

/**
 * `(...), (...)`. Whole numbers, booleans and NULL stand in the text, as binding them costs more than reading them;
 * everything else is a parameter.
 */
function valuesOf(columns: readonly StoredColumn[], rows: readonly object[]): Sql {
  const strings: string[] = [];
  const values: RawValue[] = [];
  let text = '';
  for (const row of rows) {
    text += text === '' && strings.length === 0 ? '(' : ', (';
    for (const [index, column] of columns.entries()) {
      if (index > 0) text += ', ';
      const cell = cellOf(row, column);
      if (cell === null || typeof cell === 'boolean' || Number.isSafeInteger(cell)) text += String(cell);
      else {
        strings.push(text);
        values.push(cell);
        text = '';
      }
    }
    text += ')';
  }
  return new Sql([...strings, text], values);
}

function cellOf(row: object, { path: [outer, inner], json }: StoredColumn): RawValue {
  const value = (row as Record<string, unknown>)[outer];
  const cell = inner === undefined ? value : (value as Record<string, unknown> | null | undefined)?.[inner];
  return (json ? JSON.stringify(cell) : (cell ?? null)) as RawValue;
}

/** The same for an entity with a primary key `id`: a row that is there is replaced. */
export function upsertStatements<T extends object>(entity: new () => T, rows: readonly Partial<T>[]): Sql[] {
  const names = columnsOf(entity).flatMap(({ name }) => (name === 'id' ? [] : `${name} = excluded.${name}`));
  return insertStatements(entity, rows, sql` ON CONFLICT (id) DO UPDATE SET ${raw(names.join(', '))}`);
}
