import { retryTime } from '../../src/http/retry-after.js';

const now = Date.UTC(2026, 0, 15, 12);
const week = 7 * 24 * 3600 * 1000;

it.each([
  ['120', now + 120_000],
  [' 1.5 ', now + 1_500],
  ['Thu, 15 Jan 2026 13:00:00 GMT', now + 3_600_000],
  ['Thursday, 15-Jan-26 13:00:00 GMT', now + 3_600_000],
  ['Thu Jan 15 13:00:00 2026', now + 3_600_000],
  ['99999999999999999999', now + week],
  ['Fri, 01 Jan 2100 00:00:00 GMT', now + week],
  ['Thu, 15 Jan 2026 11:00:00 GMT', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %s', (header, at) => expect(retryTime(header, now)).toBe(at));
