/**
 * Numbers that depend on what they are about and on nothing else: hash the seed with the names of the thing.
 * No generator carries state, so answers do not depend on the order of requests.
 */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

export function hashText(seed: number, text: string): number {
  let h = seed ^ 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) h = Math.imul(h ^ text.charCodeAt(index), 0x01000193)
  return mix(h, text.length)
}

/** 0 ≤ result < 1 */
export function unit(hash: number): number {
  return hash / 0x1_0000_0000
}

/** low ≤ result < high */
export function between(hash: number, low: number, high: number): number {
  return low + unit(hash) * (high - low)
}

export function pick<T>(hash: number, first: T, ...others: readonly T[]): T {
  const index = hash % (others.length + 1)
  return index === 0 ? first : (others[index - 1] ?? first)
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const HEXADECIMAL = '0123456789abcdef'

function text(alphabet: string, hash: number, length: number): string {
  let result = ''
  for (let index = 0; index < length; index += 1) result += alphabet.charAt(mix(hash, index) % alphabet.length)
  return result
}

export const alphanumeric = (hash: number, length: number): string => text(ALPHANUMERIC, hash, length)
export const hexadecimal = (hash: number, length: number): string => text(HEXADECIMAL, hash, length)
