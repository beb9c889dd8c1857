import sql, { join, type Sql } from 'sql-template-tag';
import { Category } from '../../entities/category.js';
import type { Queryable } from '../database/database.js';
import { rowShape } from '../database/rows.js';
import { groupBy } from './group-by.js';

const shape = rowShape(Category, 'c');
const readAll = (rows: Record<string, unknown>[]): Category[] =>
  rows.map((row) => shape.read(row) as Category);

/** How an article is filed. */
export interface Filing {
  /** The categories it is filed in itself, the primary one first. */
  categories: Category[];
  /** From the root to the primary category; empty when it is filed nowhere. */
  breadcrumbs: Category[];
}

/** By the slugs from the root; null when there is none. */
export async function categoryByPath(database: Queryable, path: string): Promise<Category | null> {
  return (await categoriesWhere(database, sql`c.path = ${path}`))[0] ?? null;
}

/** The categories without a parent, by path. */
export function rootCategories(database: Queryable): Promise<Category[]> {
  return categoriesWhere(database, sql`c.parent_id IS NULL`);
}

/** The children of several categories in one statement, by path. */
export async function childCategories(
  database: Queryable,
  parentIds: readonly number[],
): Promise<Map<number, Category[]>> {
  const children = await categoriesWhere(database, sql`c.parent_id IN (${join([...parentIds])})`);
  return groupBy(children, ({ parentId }) => parentId as number);
}

export async function categoriesById(
  database: Queryable,
  ids: readonly number[],
): Promise<Map<number, Category>> {
  const found = await categoriesWhere(database, sql`c.id IN (${join([...ids])})`);
  return new Map(found.map((category) => [category.id, category]));
}

export async function categoriesByPath(
  database: Queryable,
  paths: readonly string[],
): Promise<Map<string, Category>> {
  const found = await categoriesWhere(database, sql`c.path IN (${join([...paths])})`);
  return new Map(found.map((category) => [category.path, category]));
}

/** The paths of the ancestors of a path, root first: `a/b/c` has `a` and `a/b`. */
export function ancestorPaths(path: string): string[] {
  const slugs = path.split('/');
  return slugs.slice(1).map((_, index) => slugs.slice(0, index + 1).join('/'));
}

/** How several articles are filed, in one statement: their ancestors are stored beside their own categories. */
export async function filingsOf(
  database: Queryable,
  articleIds: readonly number[],
): Promise<Map<number, Filing>> {
  const rows = await database.query<{ article_id: number; position: number | null }>(
    sql`SELECT l.article_id, l.position, ${shape.columns} FROM article_category l JOIN category c ON c.id = l.category_id
      WHERE l.article_id IN (${join([...articleIds])})`,
  );
  const filings = new Map<number, Filing>();
  for (const [articleId, places] of groupBy(rows, (row) => row.article_id)) {
    const categories = readAll(
      places
        .filter(({ position }) => position !== null)
        .sort((a, b) => (a.position as number) - (b.position as number)),
    );
    const trail = categories[0] ? [...ancestorPaths(categories[0].path), categories[0].path] : [];
    const byPath = new Map(readAll(places).map((category) => [category.path, category]));
    filings.set(articleId, { categories, breadcrumbs: trail.flatMap((path) => byPath.get(path) ?? []) });
  }
  return filings;
}

/** By path; sorted here, since the children of several categories lie apart in the index. */
async function categoriesWhere(database: Queryable, where: Sql): Promise<Category[]> {
  const found = readAll(await database.query(sql`SELECT ${shape.columns} FROM category c WHERE ${where}`));
  return found.sort((one, other) => (one.path < other.path ? -1 : 1));
}
