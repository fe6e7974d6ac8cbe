import { crc32 } from 'node:zlib'
import type { CallRecord } from '../../calls/index.ts'

/** One call is one line: its checksum, a space, its JSON. A process that is killed while writing leaves half a line. */
export function encodeLine(record: CallRecord): string {
  const json = JSON.stringify(record)
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

export type Decoded = {
  records: CallRecord[]
  /** Lines that could not be read: cut, changed, or written by another version. */
  unread: string[]
}

export function decodeLines(text: string): Decoded {
  const decoded: Decoded = { records: [], unread: [] }
  for (const line of text.split('\n')) {
    if (line === '') continue
    const record = decodeLine(line)
    if (record) decoded.records.push(record)
    else decoded.unread.push(line)
  }
  return decoded
}

function decodeLine(line: string): CallRecord | null {
  const json = line.slice(9)
  if (Number.parseInt(line.slice(0, 8), 16) !== crc32(json)) return null
  const record: CallRecord & { at: Date | string } = JSON.parse(json)
  const at = new Date(record.at)
  // Whole, but no call as this version knows it.
  if (Number.isNaN(at.getTime()) || typeof record.id !== 'string' || typeof record.result !== 'string') return null
  return { ...record, at }
}
