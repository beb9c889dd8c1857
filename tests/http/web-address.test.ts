import { addressGuard } from '../../src/http/address-guard.js';
import { webAddress } from '../../src/http/web-address.js';

const guard = addressGuard();
const codeOf = (address: string) => {
  try {
    return webAddress(address, guard).href;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('an address to ask', () => {
  it('is kept as it is, but for the fragment and what is around it', () => {
    expect(codeOf(' https://example.org/a?b=%20#c\n')).toBe('https://example.org/a?b=%20');
    expect(codeOf('http://example.org:8080')).toBe('http://example.org:8080/');
    expect(codeOf('https://報.example/新聞')).toBe('https://xn--ols.example/%E6%96%B0%E8%81%9E');
    expect(codeOf('http://93.184.216.34/')).toBe('http://93.184.216.34/');
  });

  it.each([
    ...['http://127.0.0.1/', 'http://127.1/', 'http://127.0.1/', 'http://0x7f.1/', 'http://0x7f000001/'],
    ...[
      'http://2130706433/',
      'http://017700000001/',
      'http://0177.0.0.1/',
      'http://127.0.0.1./',
      'http://0/',
    ],
    ...['http://①②⑦.0.0.1/', 'http://１２７.０.０.１/', 'http://127。0。0。1/', 'http://%31%32%37.0.0.1/'],
    ...['http://[::1]/', 'http://[::]/', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/'],
    ...['http://[0:0:0:0:0:ffff:127.0.0.1]/', 'http://[64:ff9b::127.0.0.1]/', 'http://[fe80::1]/'],
    ...['https://169.254.169.254/latest/meta-data/', 'http://0xA9FEA9FE/', 'http://10.0.0.1:8080/'],
    ...['http:127.0.0.1/', 'http:\\\\127.0.0.1\\', 'http://\t127.0.0.1/', 'HTTP://127.0.0.1'],
  ])('is refused where it is a private one in whatever spelling: %s', (address) => {
    expect(codeOf(address)).toBe('ADDRESS_REFUSED');
  });

  it.each([
    ...['', 'example.org/feed', '/feed', 'ftp://example.org/', 'file:///etc/passwd', 'data:text/xml,<rss/>'],
    ...[
      'javascript:alert(1)',
      'gopher://example.org/',
      'feed:https://example.org/',
      'http://',
      'http://a b/',
    ],
    ...['http://user@example.org/', 'http://user:secret@example.org/', 'http://127.0.0.1%2f@example.org/'],
    ...['http://[fe80::1%25eth0]/', 'http://256.256.256.256/', 'http://127.0.0.1.2.3/'],
    ...['http://example.org:25/', 'http://example.org:6667/', 'http://example.org:99999/'],
    `http://example.org/${'a'.repeat(5_000)}`,
  ])('is none: %.60s', (address) => expect(codeOf(address)).toBe('BAD_ADDRESS'));
});
