import ipaddr from 'ipaddr.js';

/** Whether a connection may be made to an IP address, given in its usual spelling. What is none may not. */
export type AddressGuard = (address: string) => boolean;

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** What IANA has given out of IPv6 for use on the internet at large. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** Looks public, but answers virtual machines on Azure with what they are: their "WireServer". */
const azureHost = '168.63.129.16';

/**
 * Public unicast addresses alone: not what IANA lists as private, local, reserved or for documentation in the registries
 * of special-purpose addresses (RFC 6890), nor tunnels into IPv4, nor the metadata services of clouds.
 *
 * @param allowedNetworks CIDRs or single addresses that may be reached all the same
 * @throws TypeError where one of them is none
 */
export function addressGuard(allowedNetworks: readonly string[] = []): AddressGuard {
  const networks = allowedNetworks.map(parseNetwork);
  const isListed = (address: Address) =>
    networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
  const isIPv4Allowed = (address: ipaddr.IPv4) => isListed(address) || isPublicIPv4(address);

  function isIPv6Allowed(address: ipaddr.IPv6): boolean {
    // The same as the IPv4 address to the system, but no one publishes such a name in good faith.
    if (address.isIPv4MappedAddress()) return isListed(address.toIPv4Address());
    return (isListed(address) || isPublicIPv6(address)) && embeddedIPv4(address).every(isIPv4Allowed);
  }

  return (text) => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.parse(text);
    return address instanceof ipaddr.IPv4 ? isIPv4Allowed(address) : isIPv6Allowed(address);
  };
}

function parseNetwork(text: string): Network {
  const cidr = text.trim();
  if (ipaddr.isValidCIDR(cidr)) return ipaddr.parseCIDR(cidr);
  if (!ipaddr.IPv4.isValidFourPartDecimal(cidr) && !ipaddr.IPv6.isValid(cidr)) {
    throw new TypeError(`"${text}" is no network: write 10.0.0.0/8 or fd00::/8`);
  }
  const address = ipaddr.parse(cidr);
  return [address, address.toByteArray().length * 8];
}

function isPublicIPv4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast' && address.toString() !== azureHost;
}

function isPublicIPv6(address: ipaddr.IPv6): boolean {
  return address.range() === 'unicast' && address.match(globalUnicast);
}

/** The IPv4 addresses that packets to this address may end at, through a translator or a tunnel. */
function embeddedIPv4(address: ipaddr.IPv6): ipaddr.IPv4[] {
  const bytes = address.toByteArray();
  const at = (offset: number, mask = 0) =>
    new ipaddr.IPv4(bytes.slice(offset, offset + 4).map((byte) => byte ^ mask));
  switch (address.range()) {
    case '6to4': // RFC 3056, section 2
      return [at(2)];
    case 'teredo': // RFC 4380, section 4: the server, and the client in the inverse
      return [at(4), at(12, 0xff)];
    case 'rfc6052':
    case 'rfc6145':
      return [at(12)];
  }
  const [, , , , high = 0, low] = address.parts;
  const isIsatap = (high & ~0x0200) === 0 && low === 0x5efe; // RFC 5214, section 6.1
  return isIsatap ? [at(12)] : [];
}
