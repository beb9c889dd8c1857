import { DateTime } from 'luxon';

/** Longest wait that is believed. */
const week = 7 * 24 * 60 * 60 * 1000;

/**
 * When a server that is busy wants to be asked again, in milliseconds since the epoch: of a header of seconds or of a date
 * (RFC 9110, section 10.2.3), a week from now at most. Undefined where it says nothing that lies ahead.
 */
export function retryTime(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const at = /^\d+(\.\d+)?$/.test(text) ? now + Number(text) * 1000 : DateTime.fromHTTP(text).toMillis();
  return at > now ? Math.min(Math.round(at), now + week) : undefined;
}
