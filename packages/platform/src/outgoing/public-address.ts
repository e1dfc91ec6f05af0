/**
 * Which addresses are somebody's on the public internet. Refused is what IANA's special-purpose registries (RFC 6890) keep
 * for anything else, and of IPv6 all that is no global unicast: IPv4 in disguise (mapped, 6to4, Teredo, NAT64) with it.
 */
import { BlockList, isIP } from 'node:net'

const kept4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Carrier-grade NAT; one cloud answers its metadata at 100.100.100.200.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local: where most clouds answer their metadata, 169.254.169.254.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved, broadcast.
  ['224.0.0.0', 3],
  // Public by its number, and the host's own agent on one cloud.
  ['168.63.129.16', 32],
]

const kept6: readonly (readonly [network: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const kept = new BlockList()
for (const [network, bits] of kept4) kept.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of kept6) kept.addSubnet(network, bits, 'ipv6')

const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')

const loopback4 = new BlockList()
loopback4.addSubnet('127.0.0.0', 8, 'ipv4')

/** A list that knows IPv4 also answers for it mapped, which has no use but to hide: this one does not. */
const loopback6 = new BlockList()
loopback6.addAddress('::1', 'ipv6')

/** False also of what is no address, or has a zone. */
export function isPublicAddress(address: string): boolean {
  switch (familyOf(address)) {
    case 'ipv4':
      return !kept.check(address, 'ipv4')
    case 'ipv6':
      return globalUnicast.check(address, 'ipv6') && !kept.check(address, 'ipv6')
    case null:
      return false
  }
}

/** This machine: 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  const family = familyOf(address)
  return family !== null && (family === 'ipv4' ? loopback4 : loopback6).check(address, family)
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  if (address.includes('%')) return null
  const version = isIP(address)
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null
}
