import { closeSync, fdatasync, openSync, rmSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { CallRecord } from '../../calls/index.ts'
import { type Decoded, decodeLines } from './line.ts'

/** Calls that were written by this process and are not handed over yet. */
export type Segment = Pick<
  FileSegment,
  'bytes' | 'count' | 'records' | 'openedAt' | 'sync' | 'close' | 'read' | 'remove'
>

/** Calls that no disk took, so they are lost if the process is killed before they are handed over. */
export function segmentInMemory(records: CallRecord[], openedAt: number): Segment {
  return {
    bytes: 0,
    count: records.length,
    records,
    openedAt,
    sync: () => Promise.resolve(),
    close: () => Promise.resolve(),
    read: () => Promise.resolve({ records, unread: [] }),
    remove: () => {},
  }
}

export class FileSegment {
  readonly path: string
  bytes = 0
  count = 0
  /** Kept as long as memory allows; else they are read again from the file. */
  records: CallRecord[] | null = []
  readonly openedAt: number
  #file: number | null
  #isDirty = false

  constructor(path: string, openedAt: number) {
    this.path = path
    this.openedAt = openedAt
    this.#file = openSync(path, 'ax', 0o600)
  }

  /** In the page cache when this returns: a process that is killed has lost nothing of it. */
  write(lines: Buffer, records: readonly CallRecord[]): void {
    if (this.#file === null) throw new Error('the segment is closed')
    for (let done = 0; done < lines.length; ) done += writeSync(this.#file, lines, done)
    this.bytes += lines.length
    this.count += records.length
    this.#isDirty = true
    this.records?.push(...records)
  }

  /** On the disk afterwards: a machine that loses power has lost the last second at most. */
  sync(): Promise<void> {
    const file = this.#file
    if (file === null || !this.#isDirty) return Promise.resolve()
    this.#isDirty = false
    return new Promise((resolve) => fdatasync(file, () => resolve()))
  }

  /** No more is written to it. */
  async close(): Promise<void> {
    if (this.#file === null) return
    await this.sync()
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }

  async read(): Promise<Decoded> {
    return this.records ? { records: this.records, unread: [] } : decodeLines(await readFile(this.path, 'utf8'))
  }

  /** Everything in it is committed in the database. */
  remove(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
    this.records = null
    rmSync(this.path, { force: true })
  }
}
