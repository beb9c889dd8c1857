import { createHmac, timingSafeEqual } from 'node:crypto';

const signature = /^(sha1|sha256|sha384|sha512)=([\da-f]+)$/i;

/**
 * Whether a delivery carries the signature of whoever was told the secret (WebSub, section 7.1), over the bytes as they
 * were sent. SHA-1 is taken too: it is what the older hubs send, and as a keyed hash it is not broken (RFC 6194).
 *
 * @param header - `X-Hub-Signature`, such as `sha256=6b0e...`
 */
export function isSigned(body: Buffer, header: string | undefined, secret: string): boolean {
  const [, method = '', digits = ''] = signature.exec(header ?? '') ?? [];
  if (method === '') return false;
  const expected = createHmac(method.toLowerCase(), secret).update(body).digest();
  const given = Buffer.from(digits, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
