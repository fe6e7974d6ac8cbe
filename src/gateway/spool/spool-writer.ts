import { join } from 'node:path'
import type { CallRecord } from '../../calls/index.ts'
import { encodeLine } from './line.ts'
import { FileSegment, type Segment, segmentInMemory } from './segment.ts'

/** As many as one transaction takes. */
const MOST_RECORDS = 1_000
/** A record waits so long for others before it is handed over. */
const LONGEST_OPEN_MS = 200
const MOST_IN_MEMORY = 20_000

export type SpoolWriterDeps = {
  directory: string
  maxBytes: number
  now(): number
  /** Bytes of other processes' leftovers in the same directory. */
  otherBytes(): number
  onFailure(error: unknown): void
}

/** Appends calls to files, many with one write, and says of each when it is written. */
export class SpoolWriter {
  readonly closed: Segment[] = []
  /** What could not be kept: the spool is full, or the disk takes nothing and memory is full as well. */
  notKept = 0
  #segment: FileSegment | null = null
  #number = 0
  #bytes = 0
  #inMemory = 0
  #lines: string[] = []
  #records: CallRecord[] = []
  #written: (() => void)[] = []
  readonly #deps: SpoolWriterDeps

  constructor(deps: SpoolWriterDeps) {
    this.#deps = deps
  }

  /** `written` is called when the record has been written, or can not be: a caller never waits for a disk that is full. */
  append(record: CallRecord, written: () => void): void {
    this.#lines.push(encodeLine(record))
    this.#records.push(record)
    this.#written.push(written)
    if (this.#lines.length === 1) setImmediate(this.flush)
  }

  /** What has come in one turn of the event loop is one write. */
  readonly flush = (): void => {
    const [lines, records, written] = [this.#lines, this.#records, this.#written]
    if (lines.length === 0) return
    this.#lines = []
    this.#records = []
    this.#written = []
    this.#write(Buffer.from(lines.join('')), records)
    for (const tell of written) tell()
  }

  #write(lines: Buffer, records: CallRecord[]): void {
    if (this.bytes + lines.length > this.#deps.maxBytes) {
      this.notKept += records.length
      return
    }
    try {
      this.#segment ??= this.#open()
      this.#segment.write(lines, records)
    } catch (error) {
      this.#deps.onFailure(error)
      this.rotate(true)
      this.#keepInMemory(records)
      return
    }
    this.#bytes += lines.length
    this.#inMemory += this.#segment.records === null ? 0 : records.length
    if (this.#segment.count >= MOST_RECORDS) this.rotate(true)
  }

  /** A disk that takes nothing is no reason to lose what the database may take in a moment. */
  #keepInMemory(records: CallRecord[]): void {
    if (this.#inMemory + records.length > MOST_IN_MEMORY) {
      this.notKept += records.length
      return
    }
    this.#inMemory += records.length
    this.closed.push(segmentInMemory(records, this.#deps.now()))
  }

  #open(): FileSegment {
    this.#number += 1
    const name = `${String(this.#number).padStart(9, '0')}.calls`
    const segment = new FileSegment(join(this.#deps.directory, name), this.#deps.now())
    if (this.#inMemory > MOST_IN_MEMORY) segment.records = null
    return segment
  }

  /** Makes what was written ready to be handed over, once it is old enough. */
  rotate(now = false): void {
    const segment = this.#segment
    if (!segment || (!now && this.#deps.now() - segment.openedAt < LONGEST_OPEN_MS)) return
    this.#segment = null
    this.closed.push(segment)
  }

  /** Everything in it is committed. */
  drop(segment: Segment): void {
    this.#bytes -= segment.bytes
    this.#inMemory -= segment.records?.length ?? 0
    this.closed.splice(this.closed.indexOf(segment), 1)
    segment.remove()
  }

  async sync(): Promise<void> {
    await Promise.all([this.#segment?.sync(), ...this.closed.map((segment) => segment.close())])
  }

  get bytes(): number {
    return this.#bytes + this.#deps.otherBytes()
  }

  /** Calls that are written and not handed over. */
  get waiting(): number {
    return this.closed.reduce((sum, { count }) => sum + count, this.#segment?.count ?? 0)
  }

  get oldestAt(): number | null {
    return (this.closed[0] ?? this.#segment)?.openedAt ?? null
  }
}
