import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'

export const ENCODINGS = ['UTF-8', 'UTF-16', 'CP949'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** What Excel writes in Korea: UTF-8 with a mark, UTF-16 as "Unicode text", and CP949 as plain CSV. Null: none of them. */
export function decode(bytes: Buffer): { text: string; encoding: Encoding } | null {
  const encoding = encodingOf(bytes)
  // Node's own decoder of "euc-kr" knows 2,350 syllables only, and Excel writes all 11,172.
  const text = iconv.decode(bytes, encoding)
  return text.includes('\u0000') || text.includes('\uFFFD') ? null : { text, encoding }
}

function encodingOf(bytes: Buffer): Encoding {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return 'UTF-16'
  return isUtf8(bytes) ? 'UTF-8' : 'CP949'
}
