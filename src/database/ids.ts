import { randomInt } from 'node:crypto';

/** 2024-01-01T00:00:00Z: the smaller the number, the longer it fits. */
const epoch = Date.UTC(2024, 0, 1);
let last = 0;

/**
 * A new permanent id: milliseconds since 2024 times 4096, plus a random part, and always above the one before.
 *
 * 53 bits, so a JavaScript number and a 64-bit column hold it; it lasts until the year 2093. Ids made by
 * different gateways do not meet in practice, so a row keeps its id through export, import and a change of
 * database; rising ids append to the end of every index. The layout is that of Twitter's Snowflake.
 */
export function newId(now: number = Date.now()): number {
  last = Math.max(last + 1, (now - epoch) * 4096 + randomInt(4096));
  return last;
}
