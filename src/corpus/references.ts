import type { CatalogWriter } from '../catalog/writer.js';
import type { CategoryLine, SourceLine } from './line-shape.js';

/** The sources and categories of a file that have been saved: from the file's ids to the stored ones. */
export interface References {
  sources: Map<number, number>;
  categories: Map<number, number>;
  /** The ids of the file are permanent: they are kept where nothing else has them. */
  permanentIds: boolean;
}

/** A line that names a source or category that the file has not brought before it. */
export class UnknownReference extends Error {
  constructor(field: string, kind: string, id: number) {
    super(`${field}: no ${kind} ${id} was imported before this line`);
    this.name = 'UnknownReference';
  }
}

/** Saves the source of a line under its slug. @returns what is wrong with it, if anything */
export async function saveSourceLine(
  writer: CatalogWriter,
  line: SourceLine,
  { sources, permanentIds }: References,
): Promise<string | undefined> {
  const outcome = await writer.saveSource({
    slug: line.slug,
    name: line.name,
    homepageUrl: line.homepage,
    feedUrl: line.feedUrl,
    language: line.lang,
    timeZone: line.timeZone,
    rights: line.rights,
    id: permanentIds ? line.id : undefined,
  });
  if (outcome.kind === 'REFUSED') return `${outcome.field}: ${outcome.message}`;
  sources.set(line.id, outcome.saved.id);
  return undefined;
}

/** Saves the category of a line at its path. @returns what is wrong with it, if anything */
export async function saveCategoryLine(
  writer: CatalogWriter,
  line: CategoryLine,
  { categories, permanentIds }: References,
): Promise<string | undefined> {
  const parentId = line.parentId == null ? null : categories.get(line.parentId);
  if (parentId === undefined)
    return new UnknownReference('parentId', 'category', line.parentId as number).message;
  const outcome = await writer.saveCategory({
    parentId,
    slug: line.slug,
    name: line.name,
    alternateName: line.nameEn,
    description: line.description,
    newId: permanentIds ? line.id : undefined,
  });
  if (outcome.kind === 'REFUSED') return `${outcome.field}: ${outcome.message}`;
  categories.set(line.id, outcome.saved.id);
  return undefined;
}
