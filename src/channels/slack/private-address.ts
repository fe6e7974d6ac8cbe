import { BlockList, isIP } from 'node:net'

/** Addresses inside a network, of this machine, or of nobody: a webhook there would let people make the server call anything. */
const CLOSED = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  CLOSED.addSubnet(net, bits, 'ipv4')
}
for (const [net, bits] of [
  // Unspecified, loopback, and IPv4 addresses in the form that nobody routes any more.
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  // Teredo: an IPv4 address inside, of whoever wrote it.
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  CLOSED.addSubnet(net, bits, 'ipv6')
}

/** An IPv4 address inside an IPv6 one (mapped, or translated by NAT64) counts as what it is. */
export function isPrivateAddress(address: string): boolean {
  const kind = isIP(address)
  if (kind === 0) return true
  if (kind === 4) return CLOSED.check(address, 'ipv4')
  const inner = /^(?:::ffff:(?:0:)?|64:ff9b::)(\d+\.\d+\.\d+\.\d+)$/i.exec(spelled(address))?.[1]
  return inner ? CLOSED.check(inner, 'ipv4') : CLOSED.check(address, 'ipv6')
}

/** `::ffff:7f00:1` as `::ffff:127.0.0.1`. */
function spelled(address: string): string {
  const hex = /^(::ffff:(?:0:)?|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address)
  if (!hex) return address
  const [high, low] = [Number.parseInt(hex[2] ?? '0', 16), Number.parseInt(hex[3] ?? '0', 16)]
  return `${hex[1]}${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}
