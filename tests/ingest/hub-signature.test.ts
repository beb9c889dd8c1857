import { isSigned } from '../../src/ingest/hub-signature.js';

/** RFC 2202 and RFC 4231, test case 2. */
const body = Buffer.from('what do ya want for nothing?');
const secret = 'Jefe';
const sha256 = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
const published = {
  sha1: 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  sha256,
  sha384: 'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649',
  sha512:
    '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
};

describe('the signature of a delivery', () => {
  it.each(Object.entries(published))('is checked with %s', (method, digits) => {
    expect(isSigned(body, `${method}=${digits}`, secret)).toBe(true);
    expect(isSigned(body, `${method}=${digits}`, 'Jeff')).toBe(false);
    expect(isSigned(Buffer.concat([body, Buffer.from(' ')]), `${method}=${digits}`, secret)).toBe(false);
  });

  it('may be in capitals', () => {
    expect(isSigned(body, `SHA256=${sha256.toUpperCase()}`, secret)).toBe(true);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one without its method', sha256],
    ['one of another method', `sha1=${sha256}`],
    ['one of a method that is no hash for signatures', `md5=${'0'.repeat(32)}`],
    ['half of one', `sha256=${sha256.slice(0, 32)}`],
    ['one with more after it', `sha256=${sha256}00`],
    ['one that is not hexadecimal', `sha256=${sha256.replace('5', 'g')}`],
    ['one without digits', 'sha256='],
    ['two', `sha256=${sha256}, sha1=${published.sha1}`],
  ])('is refused where there is %s', (_, header) => {
    expect(isSigned(body, header, secret)).toBe(false);
  });
});
