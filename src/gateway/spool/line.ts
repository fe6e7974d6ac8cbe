import { crc32 } from 'node:zlib'
import type { CallRecord } from '../../calls/index.ts'

/** One call is one line: its checksum, a space, its JSON. A process that is killed while writing leaves half a line. */
export function encodeLine(record: CallRecord): string {
  const json = JSON.stringify(record)
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

/** The records of a segment, and how many lines of it could not be read. */
export function decodeLines(text: string): { records: CallRecord[]; damaged: number } {
  const records: CallRecord[] = []
  let damaged = 0
  for (const line of text.split('\n')) {
    if (line === '') continue
    const record = decodeLine(line)
    if (record) records.push(record)
    else damaged += 1
  }
  return { records, damaged }
}

function decodeLine(line: string): CallRecord | null {
  const json = line.slice(9)
  if (Number.parseInt(line.slice(0, 8), 16) !== crc32(json)) return null
  const record: CallRecord & { at: Date | string } = JSON.parse(json)
  return { ...record, at: new Date(record.at) }
}
