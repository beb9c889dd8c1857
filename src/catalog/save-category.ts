import sql, { join } from 'sql-template-tag';
import { Category } from '../../entities/category.js';
import type { Transaction } from '../database/database.js';
import { newId } from '../database/ids.js';
import { categoriesById, categoryByPath } from './categories.js';
import { InvalidDraft } from './draft.js';
import { checkSlug, type SaveOutcome, saveRow, withoutAbsent } from './save-row.js';

/** Each level is in the path of all below it, and an entry of a PostgreSQL index holds 2,704 bytes. */
const pathLimit = 600;

/** A category as somebody wants it saved. Of one that exists, what is absent stays as it is. */
export interface CategoryDraft {
  /** The category to change; absent: the child of `parentId` with this slug, which is made where it is missing. */
  id?: number | undefined;
  /** Null for a root. Given together with `id`, moves the category with all below it. */
  parentId?: number | null | undefined;
  slug?: string | undefined;
  name?: string | undefined;
  alternateName?: string | null | undefined;
  description?: string | null | undefined;
  /** Identity from an export, for a new category; made here where absent or taken. */
  newId?: number | undefined;
  /** Write only over what has not changed since; milliseconds. */
  ifUnmodifiedSince?: number | undefined;
}

/** Creates, changes or moves a category. Articles below a category that moves are filed anew under its new ancestors. */
export async function saveCategory(
  tx: Transaction,
  draft: CategoryDraft,
  now: number,
): Promise<SaveOutcome<Category>> {
  const { id, newId: givenId, ifUnmodifiedSince, ...given } = withoutAbsent(draft);
  const named = id === undefined ? undefined : (await categoriesById(tx, [id])).get(id);
  if (id !== undefined && !named) return notFound('id');
  const parentId = given.parentId === undefined ? (named?.parentId ?? null) : given.parentId;
  const parent = parentId === null ? undefined : (await categoriesById(tx, [parentId])).get(parentId);
  if (parentId !== null && !parent) return notFound('parentId');

  const slug = given.slug ?? named?.slug ?? '';
  const path = parent ? `${parent.path}/${slug}` : slug;
  const atPath = await categoryByPath(tx, path);
  const before = named ?? atPath;
  const category = Object.assign(new Category(), {
    alternateName: null,
    description: null,
    ...before,
    ...given,
    parentId,
    slug,
    path,
  });
  const isFree = givenId !== undefined && !(await categoriesById(tx, [givenId])).has(givenId);
  category.id = before?.id ?? (isFree ? givenId : newId(now));
  const outcome = await saveRow(tx, Category, category, before, {
    ifUnmodifiedSince,
    now,
    check() {
      checkSlug(slug);
      if (path.length > pathLimit)
        throw new InvalidDraft('slug', `would make a path of more than ${pathLimit} characters`);
      if (!category.name?.trim()) throw new InvalidDraft('name', 'must not be empty');
      if (atPath && atPath.id !== category.id)
        throw new InvalidDraft('slug', `is that of another category here: ${path}`);
      if (before && parent && `${parent.path}/`.startsWith(`${before.path}/`)) {
        throw new InvalidDraft('parentId', 'must not be the category itself or one below it');
      }
    },
  });
  if (outcome.kind === 'MODIFIED' && before && before.path !== path)
    await moveSubtree(tx, category, before.path);
  return outcome;
}

/** Gives all below a moved category their new paths, and their articles their new ancestors. */
async function moveSubtree(tx: Transaction, moved: Category, oldPath: string): Promise<void> {
  // '0' follows '/' in ASCII: this range is exactly what begins with the old path and a slash.
  await tx.execute(sql`UPDATE category SET path = ${`${moved.path}/`} || substr(path, length(${oldPath}) + 2)
    WHERE path >= ${`${oldPath}/`} AND path < ${`${oldPath}0`}`);
  const subtree = await tx.query<{ id: number }>(
    sql`SELECT id FROM category WHERE id = ${moved.id} OR (path >= ${`${moved.path}/`} AND path < ${`${moved.path}0`})`,
  );
  const below = join(subtree.map(({ id }) => id));
  const filed = sql`SELECT f.article_id FROM article_category f WHERE f.direct AND f.category_id IN (${below})`;
  await tx.execute(sql`DELETE FROM article_category WHERE NOT direct AND article_id IN (${filed})`);
  await tx.execute(sql`INSERT INTO article_category (article_id, category_id, direct, position, published_at, added_at, withdrawn)
    SELECT DISTINCT f.article_id, ancestor.id, false, CAST(NULL AS integer), f.published_at, f.added_at, f.withdrawn
    FROM article_category f
    JOIN category own ON own.id = f.category_id
    JOIN category ancestor ON substr(own.path, 1, length(ancestor.path) + 1) = ancestor.path || '/'
    WHERE f.direct AND f.article_id IN (${filed})
    ON CONFLICT (article_id, category_id) DO NOTHING`);
}

function notFound(field: string): SaveOutcome<Category> {
  return { kind: 'REFUSED', reason: 'NOT_FOUND', field, message: 'there is no such category' };
}
