import { isIP } from 'node:net';
import { parseUrl } from '../url.js';
import type { AddressGuard } from './address-guard.js';
import { FetchFailure } from './fetch-failure.js';

/** Ports of other services, to which a request would be a message in their language (Fetch Standard, "bad port"). */
const badPorts = new Set(
  [
    [0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103],
    [104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514],
    [515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723],
    [2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
  ]
    .flat()
    .map(String),
);

/** Longer ones are no addresses of documents, and cost what they are matched against. */
const maxLength = 4_096;

/**
 * An address that may be asked: absolute, http or https, without user name, and, where its host is an IP address in
 * whatever spelling (the parser brings all to one), one that the guard lets pass. Without its fragment.
 *
 * @throws FetchFailure BAD_ADDRESS, ADDRESS_REFUSED
 */
export function webAddress(text: string, guard: AddressGuard, base?: string): URL {
  const url = text.length > maxLength ? undefined : parseUrl(text.trim(), base);
  if (!url) throw bad(`"${text.slice(0, 200)}" is no address`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw bad(`"${url.href.slice(0, 200)}" is neither http nor https`);
  }
  if (url.username || url.password) throw bad(`The address at ${url.host} has a user name or password`);
  if (badPorts.has(url.port)) throw bad(`Port ${url.port} of ${url.hostname} is for another service`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !guard(host)) throw addressRefused(host);
  url.hash = '';
  return url;
}

/** @param via the name that led there */
export function addressRefused(address: string, via?: string): FetchFailure {
  const subject = via === undefined || via === address ? address : `${via} is at ${address}, which`;
  return new FetchFailure('ADDRESS_REFUSED', `${subject} is no public address`);
}

function bad(message: string): FetchFailure {
  return new FetchFailure('BAD_ADDRESS', message);
}
