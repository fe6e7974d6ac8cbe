import type { Endpoint, UsageForm } from '../endpoint.ts'
import { JsonMembers } from '../json-members.ts'
import { countUsage } from './counts.ts'
import { backgroundOf, textOf } from './json-reader.ts'
import { newReading, type Reader } from './reading.ts'
import { StreamLines } from './stream-lines.ts'
import { ToolsSeen } from './tools.ts'

const DATA = Buffer.from('data:')
const DONE = Buffer.from('[DONE]')
const USAGE = Buffer.from('"usage"')
const DELTA = Buffer.from('"delta"')
const EMPTY_DELTA = Buffer.from('"delta":{}')
const EMPTY_CONTENT = Buffer.from('"content":""')
const TEXT = Buffer.from('"text":')
const CHAT: ReadonlySet<string> = new Set(['id', 'model', 'service_tier', 'usage'])
const EVENT: ReadonlySet<string> = new Set([
  'type',
  'usage',
  'response.id',
  'response.model',
  'response.service_tier',
  'response.usage',
  'response.tool_usage',
  'response.background',
  'response.created_at',
  'size',
])
const TYPE = /^data: ?\{"type" ?: ?"([\w.]+)"/
const LAST_WORDS = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'error',
  'speech.audio.done',
  'transcript.text.done',
])

/** Server-sent events, line by line. Most events of a stream are looked at only as far as to see that they are pieces. */
export class StreamReader implements Reader {
  readonly reading = newReading()
  readonly #lines = new StreamLines()
  readonly #endpoint: Endpoint
  readonly #form: UsageForm
  readonly #now: () => number
  #items: ToolsSeen | null = null

  constructor(endpoint: Endpoint, form: UsageForm, now: () => number) {
    this.#endpoint = endpoint
    this.#form = form
    this.#now = now
  }

  push(bytes: Buffer): void {
    for (const line of this.#lines.push(bytes)) this.readLine(line)
    if (this.#lines.isTooLong) this.#lines.rest()
  }

  end(): void {
    const rest = this.#lines.rest()
    if (rest) this.readLine(rest)
  }

  readLine(line: Buffer): void {
    if (line.length < 7 || line[0] !== 0x64 || !line.subarray(0, 5).equals(DATA)) return
    if (line.length < 20 && line.includes(DONE)) this.reading.isOver = true
    else if (this.#form === 'chat') this.#readChunk(line)
    else this.#readEvent(line)
  }

  #readChunk(line: Buffer): void {
    const { reading } = this
    const isPiece = line.includes(DELTA)
      ? !line.includes(EMPTY_DELTA) && !line.includes(EMPTY_CONTENT)
      : line.includes(TEXT)
    if (isPiece) this.#countPiece()
    const usage = line.indexOf(USAGE)
    if (reading.model !== null && (usage === -1 || tellsNull(line, usage))) return
    const members = new JsonMembers(CHAT)
    members.push(line.subarray(5))
    reading.model = textOf(members, 'model') ?? reading.model
    reading.serviceTier = textOf(members, 'service_tier') ?? reading.serviceTier
    if (this.#endpoint.namesCall) reading.responseId = textOf(members, 'id') ?? reading.responseId
    reading.counted = countUsage(this.#form, members.value('usage')) ?? reading.counted
  }

  #readEvent(line: Buffer): void {
    const { reading } = this
    const type = TYPE.exec(line.toString('latin1', 0, 120))?.[1]
    if (type?.endsWith('.delta')) {
      this.#countPiece()
      return
    }
    if (type === 'response.output_item.done') this.#seeItem(line)
    if (type !== undefined && !line.includes(USAGE) && !LAST_WORDS.has(type)) return
    const members = new JsonMembers(EVENT)
    members.push(line.subarray(5))
    reading.model = textOf(members, 'response.model') ?? reading.model
    reading.serviceTier = textOf(members, 'response.service_tier') ?? reading.serviceTier
    if (this.#endpoint.namesCall) reading.responseId = textOf(members, 'response.id') ?? reading.responseId
    const usage = members.value('response.usage') ?? members.value('usage')
    reading.counted = countUsage(this.#form, usage) ?? reading.counted
    const said = type ?? textOf(members, 'type') ?? ''
    reading.size = textOf(members, 'size') ?? reading.size
    const [background, createdAt] = [members.value('response.background'), members.value('response.created_at')]
    reading.background = backgroundOf(background, createdAt) ?? reading.background
    if (!LAST_WORDS.has(said)) return
    reading.isOver = true
    // The last word repeats every item of the answer.
    const tools = new ToolsSeen()
    tools.push(line)
    reading.tools = tools.use(members.value('response.tool_usage')) ?? reading.tools
  }

  /** Of a stream that is left early these are all the tools that are known. */
  #seeItem(line: Buffer): void {
    this.#items ??= new ToolsSeen()
    this.#items.push(line)
    this.reading.tools = this.#items.use(null)
  }

  #countPiece(): void {
    this.reading.pieces += 1
    this.reading.firstPieceAt ??= this.#now()
  }
}

const NULL = Buffer.from('null')

/** `"usage":null`, with or without spaces. */
export function tellsNull(line: Buffer, at: number): boolean {
  let next = at + USAGE.length
  while (line[next] === 0x20 || line[next] === 0x3a) next += 1
  return line.subarray(next, next + 4).equals(NULL)
}
