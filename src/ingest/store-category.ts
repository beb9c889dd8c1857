import sql, { join } from 'sql-template-tag';
import { categoryByPath } from '../catalog/categories.js';
import { slugBase } from '../catalog/slug.js';
import type { CatalogWriter } from '../catalog/writer.js';
import type { Queryable } from '../database/database.js';
import type { Breadcrumb } from './page-trail.js';

const home = /^(首页|主页|网站首页|本站首页|首頁|ホーム|home ?page|home|start)$/i;
const deepest = 5;

/**
 * The category at the end of a page's trail, made with those above it where it is missing; undefined where the trail
 * leads nowhere. A category that exists keeps its name.
 */
export async function categoryOfTrail(
  tx: Queryable,
  writer: CatalogWriter,
  trail: readonly Breadcrumb[],
): Promise<number | undefined> {
  const steps = trail.filter(({ name, url }) => !home.test(name.trim()) && !(url && isFrontPage(url)));
  let path = '';
  let parentId: number | null = null;
  for (const { name, url } of steps.slice(0, deepest)) {
    const slug = slugOfStep(name, url);
    path = path === '' ? slug : `${path}/${slug}`;
    const existing = await categoryByPath(tx, path);
    if (existing) {
      parentId = existing.id;
      continue;
    }
    const outcome = await writer.saveCategory({ parentId, slug, name });
    if (outcome.kind === 'REFUSED') break;
    parentId = outcome.saved.id;
  }
  return parentId ?? undefined;
}

/** The categories that have these names already, in either language. */
export async function categoriesNamed(tx: Queryable, names: readonly string[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map();
  const list = join([...names]);
  const rows = await tx.query<{ id: number; name: string; alternate_name: string | null }>(
    sql`SELECT id, name, alternate_name FROM category WHERE name IN (${list}) OR alternate_name IN (${list})
      ORDER BY path DESC`,
  );
  return new Map(
    rows.flatMap(({ id, name, alternate_name }) =>
      [name, alternate_name].flatMap((known): [string, number][] => (known === null ? [] : [[known, id]])),
    ),
  );
}

/** Whether an address leads to the front of a site, and so names no article and no category. */
export function isFrontPage(url: string): boolean {
  const { pathname, search } = new URL(url);
  return /^\/(?:(?:index|default)\.\w+)?$/i.test(pathname) && search === '';
}

/** The last folder of the link's path, as `local` in `/news/local/index.html`; the name where that says nothing. */
function slugOfStep(name: string, url: string | undefined): string {
  const folders = url ? new URL(url).pathname.replace(/\/(?:index|default)\.\w+$/i, '').split('/') : [];
  const last = folders.findLast((folder) => folder !== '')?.replace(/\.\w{2,5}$/, '') ?? '';
  return slugBase(/^[a-z][\w-]*$/i.test(last) ? last.replaceAll('_', '-') : name);
}
