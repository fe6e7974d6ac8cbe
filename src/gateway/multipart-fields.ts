import { Transform } from 'node:stream'

const HEAD_END = Buffer.from('\r\n\r\n')
const LONGEST_HEAD = 8 * 1024
const LONGEST_VALUE = 1024

type State = 'between' | 'head' | 'value' | 'skipped'

/** Reads a few short fields of a form while it passes; files in it pass unseen, whatever their size. */
export class MultipartFields {
  readonly found = new Map<string, string>()
  readonly #wanted: ReadonlySet<string>
  readonly #delimiter: Buffer
  #state: State = 'between'
  #pending: Buffer = Buffer.alloc(0)
  #name = ''

  constructor(boundary: string, wanted: ReadonlySet<string>) {
    this.#wanted = wanted
    this.#delimiter = Buffer.from(`--${boundary}`, 'latin1')
  }

  push(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    while (this.#step());
  }

  /** Whether there may be more to read in what has come. */
  #step(): boolean {
    if (this.#state === 'head') return this.#readHead()
    const at = this.#pending.indexOf(this.#delimiter)
    if (at === -1) {
      this.#keepTail()
      return false
    }
    if (this.#state === 'value' && at >= 2) this.found.set(this.#name, this.#pending.subarray(0, at - 2).toString())
    this.#pending = this.#pending.subarray(at + this.#delimiter.length)
    this.#state = 'head'
    return true
  }

  #readHead(): boolean {
    const end = this.#pending.indexOf(HEAD_END)
    if (end === -1) {
      if (this.#pending.length > LONGEST_HEAD) this.#state = 'skipped'
      return false
    }
    const head = this.#pending.subarray(0, end).toString('latin1')
    this.#pending = this.#pending.subarray(end + HEAD_END.length)
    this.#name = /;\s*name="([^"]*)"/i.exec(head)?.[1] ?? ''
    this.#state = this.#wanted.has(this.#name) && !/;\s*filename/i.test(head) ? 'value' : 'skipped'
    return true
  }

  /** A delimiter may be cut; a value that is wanted is kept, unless it is none of ours after all. */
  #keepTail(): void {
    if (this.#state === 'value' && this.#pending.length <= LONGEST_VALUE) return
    if (this.#state === 'value') this.#state = 'skipped'
    const tail = Math.max(0, this.#pending.length - this.#delimiter.length + 1)
    this.#pending = Buffer.from(this.#pending.subarray(tail))
  }
}

export function boundaryOf(contentType: string): string | null {
  const found = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType)
  return found?.[1] ?? found?.[2] ?? null
}

/** Passes everything on, and lets the fields be read. */
export function readingAlong(fields: MultipartFields): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      fields.push(chunk)
      done(null, chunk)
    },
  })
}
