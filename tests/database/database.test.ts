import sql from 'sql-template-tag';
import { Category } from '../../entities/category.js';
import type { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/ids.js';
import { insertStatements, rowShape } from '../../src/database/rows.js';
import { openTestDatabase } from '../support/database.js';

const byName = (columns: { name: string }[]) => columns.sort((a, b) => (a.name < b.name ? -1 : 1));

describe('the database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const category = (slug: string): Partial<Category> => ({
    id: newId(),
    parentId: null,
    slug,
    path: slug,
    name: slug,
    alternateName: null,
    description: null,
    modifiedAt: 1,
  });
  const insert = (...slugs: string[]) => insertStatements(Category, slugs.map(category));
  const paths = async () =>
    (await database.query<{ path: string }>(sql`SELECT path FROM category ORDER BY path`)).map(
      (row) => row.path,
    );

  it('knows every migration, once', async () => {
    expect(await database.pendingMigrations()).toEqual([]);
    expect(await database.migrate()).toEqual([]);
  });

  it('has in its tables the very columns and indexes that the entities declare', async () => {
    const runner = database.dataSource.createQueryRunner();
    for (const entity of database.dataSource.entityMetadatas) {
      const table = await runner.getTable(entity.tableName);
      const inDatabase =
        table?.columns.map(({ name, isNullable, isPrimary }) => ({
          name,
          isNullable: isNullable && !isPrimary,
        })) ?? [];
      const declared = entity.columns.map(({ databaseName, isNullable }) => ({
        name: databaseName,
        isNullable,
      }));
      expect({ entity: entity.name, columns: byName(inDatabase) }).toEqual({
        entity: entity.name,
        columns: byName(declared),
      });
      const indexes = new Set(table?.indices.map(({ name }) => name));
      for (const index of entity.indices.filter(({ isUnique }) => !isUnique))
        expect(indexes).toContain(index.name);
    }
    await runner.release();
  });

  it('writes and reads 64-bit ids as numbers', async () => {
    const row = category('ids');
    await database.transaction(async (tx) => {
      for (const statement of insertStatements(Category, [row])) await tx.execute(statement);
    });
    const shape = rowShape(Category, 'c');
    const [found] = await database.query(sql`SELECT ${shape.columns} FROM category c WHERE c.id = ${row.id}`);
    expect(shape.read(found as never)).toEqual({ __typename: 'Category', ...row });
  });

  it('holds no U+0000, which PostgreSQL cannot, and finds nothing by it', async () => {
    const row = { ...category('nul'), name: 'a\0b' };
    await database.transaction(async (tx) => {
      for (const statement of insertStatements(Category, [row])) await tx.execute(statement);
    });
    expect(await database.query(sql`SELECT name FROM category WHERE id = ${row.id}`)).toEqual([
      { name: 'a\uFFFDb' },
    ]);
    expect(await database.query(sql`SELECT name FROM category WHERE path = ${'nul\0'}`)).toEqual([]);
  });

  it('keeps nothing of a transaction that fails', async () => {
    const before = await paths();
    await expect(
      database.transaction(async (tx) => {
        for (const statement of insert('half-written')) await tx.execute(statement);
        throw new Error('broken off');
      }),
    ).rejects.toThrow('broken off');
    expect(await paths()).toEqual(before);
  });

  it('runs transactions that start together as if one came after the other', async () => {
    await database.transaction(async (tx) => {
      for (const statement of insert('counter')) await tx.execute(statement);
    });
    const increment = () =>
      database.transaction(async (tx) => {
        const [row] = await tx.query<{ n: number }>(
          sql`SELECT modified_at AS n FROM category WHERE path = 'counter'`,
        );
        await tx.execute(sql`UPDATE category SET modified_at = ${(row?.n ?? 0) + 1} WHERE path = 'counter'`);
      });
    await Promise.all(Array.from({ length: 4 }, increment));
    expect(await database.query(sql`SELECT modified_at AS n FROM category WHERE path = 'counter'`)).toEqual([
      { n: 5 },
    ]);
  });
});
