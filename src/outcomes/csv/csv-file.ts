import { createHash } from 'node:crypto'

export const MOST_BYTES = 5 * 1024 * 1024
export const MOST_LINES = 50_000
/** Whatever stands to the right of these is not looked at. */
export const MOST_COLUMNS = 300

/** The bytes of an upload. Where a request is remembered (Idempotency-Key), its fingerprint stands for them. */
export class CsvFile {
  readonly bytes: Buffer
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
  toJSON(): string {
    return createHash('sha256').update(this.bytes).digest('hex')
  }
}
