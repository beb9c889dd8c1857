import { addressGuard } from '../../src/http/address-guard.js';

describe('addresses that a request may go to', () => {
  const isPublic = addressGuard();

  it.each([
    '93.184.216.34',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '192.0.1.1',
    '2606:2800:21f:cb07::1',
    '2a00:1450:4001:801::200e',
  ])('%s is public', (address) => expect(isPublic(address)).toBe(true));

  it.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.254'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1', '192.88.99.1'],
    ...['192.168.0.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255'],
    ...['240.0.0.1', '255.255.255.255', '168.63.129.16', '100.100.100.200'],
    ...['::', '::1', '::127.0.0.1', '::8.8.8.8', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8'],
    ...['::ffff:0:127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::a00:1', '100::1'],
    ...['2001::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:2::1', '2001:20::1', '2001:db8::1'],
    ...['2002:7f00:1::1', '2002:808:808::1', '3fff::1', '4000::1', '5f00::1', 'fc00::1', 'fd00:ec2::254'],
    ...[
      'fe80::1',
      'fe80::1%eth0',
      'fec0::1',
      'ff02::1',
      '2606:2800::5efe:a00:1',
      '2606:2800::200:5efe:7f00:1',
    ],
    ...['', 'localhost', 'nowhere', '127.1.2.3.4', '93.184.216.34 '],
  ])('"%s" is not', (address) => expect(isPublic(address)).toBe(false));

  it('may lie in a network that the operator allows, and in no other', () => {
    const isAllowed = addressGuard(['127.0.0.0/8', 'fd00::/8', ' 10.1.2.3 ', '::1']);
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', 'fd12::1', '10.1.2.3', '::1', '8.8.8.8']) {
      expect([address, isAllowed(address)]).toEqual([address, true]);
    }
    for (const address of ['10.1.2.4', 'fc00::1', '::2', '192.168.0.1', '::ffff:10.0.0.1']) {
      expect([address, isAllowed(address)]).toEqual([address, false]);
    }
  });

  it('are judged by the IPv4 address within, where an operator allows a translator or tunnel', () => {
    const isAllowed = addressGuard(['64:ff9b::/96', '2002::/16', '2001::/32']);
    expect(isAllowed('64:ff9b::808:808')).toBe(true);
    expect(isAllowed('64:ff9b::a00:1')).toBe(false);
    expect(isAllowed('2002:808:808::1')).toBe(true);
    expect(isAllowed('2002:a00:1::1')).toBe(false);
    expect(isAllowed('2001:0:808:808:0:0:f7f7:f7f7')).toBe(true);
    expect(isAllowed('2001:0:808:808:0:0:f5ff:fffe')).toBe(false);
  });

  it('cannot be allowed by what is no network', () => {
    for (const text of ['localhost', '10.0.0.0/33', '10.0', '', '0x7f000001', '*']) {
      expect(() => addressGuard([text])).toThrow(TypeError);
    }
  });
});
