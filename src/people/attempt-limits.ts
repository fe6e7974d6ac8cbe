import { isIPv6 } from 'node:net'
import { fingerprint } from './one-time-secret.ts'

/** How many attempts one key has in a quarter of an hour before it waits. Keys are hashes: no list of tried addresses. */
export type Limit = { key: string; attempts: number }

export function accountLimit(purpose: string, email: string, attempts: number): Limit {
  return { key: fingerprint(`${purpose} account ${email}`), attempts }
}

export function personLimit(purpose: string, personId: string, attempts: number): Limit {
  return { key: fingerprint(`${purpose} person ${personId}`), attempts }
}

export function addressLimit(purpose: string, address: string, attempts: number): Limit {
  return { key: fingerprint(`${purpose} address ${networkOf(address)}`), attempts }
}

/** One customer has a whole IPv6 /64: counting single addresses would count nothing. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...middle, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
