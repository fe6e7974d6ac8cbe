import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'

/** Reads along in an answer that is passed on compressed. Null: not compressed, or in a way that we cannot read. */
export function decoderOf(encoding: string | null): Transform | null {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    case 'zstd':
      return createZstdDecompress()
    default:
      return null
  }
}

export function isCoded(encoding: string | null): boolean {
  return encoding !== null && encoding !== '' && encoding.trim().toLowerCase() !== 'identity'
}
