import { IANAZone } from 'luxon';
import { SyndicationPolicy } from '../../entities/enums.js';
import type { Rights } from '../../entities/rights.js';
import { Source } from '../../entities/source.js';
import type { Transaction } from '../database/database.js';
import { newId } from '../database/ids.js';
import { addressKey, InvalidDraft, localeOf } from './draft.js';
import { unstatedRights } from './rights.js';
import { checkSlug, type SaveOutcome, saveRow, withoutAbsent } from './save-row.js';
import { sourceBySlug, sourcesById } from './sources.js';

/** A source as somebody wants it saved. Of a source that exists, what is absent stays as it is. */
export interface SourceDraft {
  slug: string;
  name?: string | undefined;
  homepageUrl?: string | undefined;
  feedUrl?: string | null | undefined;
  /** BCP 47. Default `en`. */
  language?: string | undefined;
  /** IANA. Default `UTC`. */
  timeZone?: string | undefined;
  rights?: Partial<Rights> | undefined;
  /** Identity from an export, for a new source; made here where absent or taken. */
  id?: number | undefined;
  /** Write only over what has not changed since; milliseconds. */
  ifUnmodifiedSince?: number | undefined;
}

/** Creates or changes the source with this slug. */
export async function saveSource(
  tx: Transaction,
  draft: SourceDraft,
  now: number,
): Promise<SaveOutcome<Source>> {
  const before = await sourceBySlug(tx, draft.slug);
  const { id, ifUnmodifiedSince, rights, ...given } = withoutAbsent(draft);
  const source = Object.assign(new Source(), {
    feedUrl: null,
    language: 'en',
    timeZone: 'UTC',
    ...before,
    ...given,
  });
  const isFree = id !== undefined && !(await sourcesById(tx, [id])).has(id);
  source.id = before?.id ?? (isFree ? id : newId(now));
  source.rights = { ...unstatedRights, ...before?.rights, ...withoutAbsent(rights ?? {}) };
  source.rights.syndication ??= SyndicationPolicy.FULL_TEXT;
  return saveRow(tx, Source, source, before, { ifUnmodifiedSince, now, check: checkSource });
}

/** @throws InvalidDraft that names the field. */
function checkSource(source: Source): void {
  checkSlug(source.slug);
  if (!source.name?.trim()) throw new InvalidDraft('name', 'must not be empty');
  if (!source.homepageUrl) throw new InvalidDraft('homepageUrl', 'must be given for a new source');
  addressKey('homepageUrl', source.homepageUrl);
  if (source.feedUrl !== null) addressKey('feedUrl', source.feedUrl);
  if (!IANAZone.isValidZone(source.timeZone))
    throw new InvalidDraft('timeZone', `must be an IANA time zone, not "${source.timeZone}"`);
  source.language = localeOf(source.language);
}
