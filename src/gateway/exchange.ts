import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Transform } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { CallResult } from '../calls/index.ts'
import { type Call, recordOf } from './call.ts'
import { decoderOf, isCoded } from './decoder.ts'
import { headerOf, headersToReturn } from './headers.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Spool } from './spool/spool.ts'
import { JsonReader } from './usage/json-reader.ts'
import type { Reader } from './usage/reading.ts'
import { StreamReader } from './usage/stream-reader.ts'
import { UsageRemover } from './usage/usage-remover.ts'
import { refusals } from './words.ko.ts'

export type ExchangeDeps = {
  spool: Pick<Spool, 'append'>
  /** Milliseconds that only go forward. */
  now(): number
  isStopping(): boolean
  onEnd(exchange: Exchange, result: CallResult): void
}

const NO_BODY = new Set([204, 304])
const NOTHING = Buffer.alloc(0)
const LARGEST_STRING = 32 * 1024

/**
 * The answer to one call, passed on as it comes. Its record is written before the caller can have read it to the end: the
 * last bytes, or the last word of a stream, wait for that.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly call: Call
  readonly #deps: ExchangeDeps
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #extraHeaders: readonly string[]
  readonly #removesUsage: boolean
  #controller: Dispatcher.DispatchController | null = null
  #reader: Reader | null = null
  #remover: UsageRemover | null = null
  #decoder: Transform | null = null
  #isDecoderBroken = false
  #status: number | null = null
  #requestId: string | null = null
  #streamed = false
  /** Bytes still to come by the answer's own word; -1: it did not say. */
  #left = -1
  #held: Buffer[] = []
  #isRecorded = false
  #isWritten = false
  #hasEnded = false
  #isBroken = false
  #waitsForDrain = false
  #hasPassedAny = false

  constructor(
    deps: ExchangeDeps,
    given: {
      call: Call
      request: IncomingMessage
      response: ServerResponse
      headers: readonly string[]
      removesUsage: boolean
    },
  ) {
    this.#deps = deps
    this.call = given.call
    this.#request = given.request
    this.#response = given.response
    this.#extraHeaders = given.headers
    this.#removesUsage = given.removesUsage
    this.#response.on('close', this.#onClose).on('error', ignore)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (!this.#response.destroyed) return
    this.#record('aborted', 'caller-left')
    controller.abort(new Error('the caller has left'))
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText?: string,
  ): void {
    if (status < 200) return
    this.#status = status
    this.#requestId = headerOf(headers, 'x-request-id')
    const type = headerOf(headers, 'content-type') ?? ''
    const encoding = headerOf(headers, 'content-encoding')
    const length = headerOf(headers, 'content-length')
    const isEmpty = this.#request.method === 'HEAD' || NO_BODY.has(status)
    this.#left = length === null || isEmpty ? -1 : Number(length)
    this.#streamed = type.startsWith('text/event-stream')
    if (status < 300 && !isEmpty) this.#reader = this.#readerFor(type)
    if (this.#reader && isCoded(encoding)) this.#decodeFrom(encoding)
    if (this.#removesUsage && this.#streamed && !isCoded(encoding)) this.#remover = new UsageRemover()
    if (this.#deps.isStopping()) this.#response.shouldKeepAlive = false
    const raw = controller.rawHeaders
    const returned = Array.isArray(raw) ? headersToReturn(raw) : []
    for (const text of this.#extraHeaders) returned.push(text)
    this.#response.writeHead(status, statusText ?? '', returned)
    setImmediate(flushHead, this)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#left > 0) this.#left -= chunk.length
    if (this.#isWritten) this.#deliver(chunk)
    else if (this.#decoder && !this.#isDecoderBroken) this.#decode(controller, this.#decoder, chunk)
    else this.#see(chunk)
  }

  onResponseEnd(): void {
    this.#hasEnded = true
    if (this.#isWritten) {
      this.#response.end()
      return
    }
    if (this.#isRecorded) return
    this.#passTheRest()
    this.#conclude(this.#resultOfStatus(), null)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#isBroken = true
    if (this.#isWritten) this.#cut()
    const isLate = 'code' in error && error.code === 'UND_ERR_HEADERS_TIMEOUT'
    // An upload that breaks off is told to OpenAI's side before it is told to ours.
    if (this.#hasLeft()) this.#record('aborted', 'caller-left')
    else this.#record('error', isLate ? 'upstream-timeout' : 'upstream-broken')
  }

  /** A head whose body takes its time goes first; one whose end is there already goes with it. */
  flushHead(): void {
    if (this.#isRecorded || this.#hasPassedAny || this.#response.destroyed) return
    this.#hasPassedAny = true
    // Not flushHeaders(), which would write what is no ASCII in other bytes.
    this.#response.write(NOTHING)
  }

  /** The process stops: what is not over by now ends here. */
  abandon(): void {
    this.#response.destroy()
  }

  #hasLeft(): boolean {
    const { destroyed, complete, socket } = this.#request
    return this.#response.destroyed || socket.destroyed || (destroyed && !complete)
  }

  readonly #onClose = (): void => {
    if (this.#hasEnded || (this.#left === 0 && this.#isRecorded)) return
    this.#record('aborted', 'caller-left')
    this.#controller?.abort(new Error('the caller has left'))
  }

  #readerFor(type: string): Reader | null {
    const { endpoint } = this.call
    if (type.startsWith('text/event-stream')) {
      return endpoint.form ? new StreamReader(endpoint, endpoint.form, this.#deps.now) : null
    }
    return endpoint.form && type.startsWith('application/json') ? new JsonReader(endpoint) : null
  }

  #see(chunk: Buffer): void {
    this.#reader?.push(chunk)
    const kept = this.#remover ? this.#remover.push(chunk) : chunk
    if (this.#left === 0 || this.#reader?.reading.isOver) {
      this.#hold(kept)
      this.#passTheRest()
      if (!this.#isRecorded) this.#conclude(this.#resultOfStatus(), null)
    } else {
      this.#deliver(kept)
    }
  }

  /** After the last word of a stream nothing is taken out any more. */
  #passTheRest(): void {
    const remover = this.#remover
    this.#remover = null
    if (remover) this.#hold(remover.end())
  }

  #hold(bytes: Buffer): void {
    if (bytes.length > 0) this.#held.push(bytes)
  }

  #deliver(chunk: Buffer): void {
    if (chunk.length === 0 || this.#response.destroyed) return
    this.#hasPassedAny = true
    if (this.#response.write(chunk) || this.#waitsForDrain) return
    this.#waitsForDrain = true
    this.#controller?.pause()
    this.#response.once('drain', this.#onDrain)
  }

  readonly #onDrain = (): void => {
    this.#waitsForDrain = false
    this.#controller?.resume()
  }

  #decodeFrom(encoding: string | null): void {
    this.#decoder = decoderOf(encoding)
    const reader = this.#reader
    if (!this.#decoder) this.#reader = null
    this.#decoder
      ?.on('data', (bytes: Buffer) => reader?.push(bytes))
      .on('error', () => {
        this.#isDecoderBroken = true
      })
  }

  /** A piece is passed on once it was read: else its caller could have seen the end before we did. */
  #decode(controller: Dispatcher.DispatchController, decoder: Transform, chunk: Buffer): void {
    controller.pause()
    decoder.write(chunk, () => {
      const isLast = this.#left === 0 || (this.#reader?.reading.isOver ?? false)
      if (isLast && !this.#isRecorded) {
        this.#held.push(chunk)
        this.#conclude(this.#resultOfStatus(), null)
      } else if (this.#isRecorded && !this.#isWritten) {
        this.#held.push(chunk)
      } else {
        this.#deliver(chunk)
      }
      if (!this.#waitsForDrain) controller.resume()
    })
  }

  /** Once all was read that can be. */
  #conclude(result: CallResult, problemCode: string | null): void {
    const decoder = this.#decoder
    if (!decoder || this.#isDecoderBroken || this.#reader?.reading.isOver) {
      this.#record(result, problemCode)
      return
    }
    const done = () => this.#record(result, problemCode)
    decoder.once('end', done).once('error', done)
    decoder.end()
  }

  #resultOfStatus(): CallResult {
    return this.#status !== null && this.#status < 400 ? 'ok' : 'error'
  }

  #record(result: CallResult, problemCode: string | null): void {
    if (this.#isRecorded) return
    this.#isRecorded = true
    this.#reader?.end()
    const status = this.#status ?? (result === 'error' ? this.#refusal(problemCode).status : null)
    const ending = {
      result,
      status,
      problemCode: problemCode ?? (status !== null && status >= 400 ? `http-${status}` : null),
      streamed: this.#streamed,
      requestId: this.#requestId,
      reading: this.#reader?.reading ?? null,
    }
    this.#deps.spool.append(recordOf(this.call, ending, this.#deps.now()), this.#onWritten)
    this.#deps.onEnd(this, result)
  }

  readonly #onWritten = (): void => {
    this.#isWritten = true
    const response = this.#response
    if (response.destroyed) return
    if (this.#isBroken) {
      if (this.#status === null) refuse(response, this.#refusal(null), this.#extraHeaders)
      else this.#cut()
      return
    }
    const isComplete = this.#hasEnded || this.#left === 0
    const last = isComplete ? this.#held.pop() : undefined
    for (const chunk of this.#held) this.#deliver(chunk)
    this.#held = []
    if (!isComplete) return
    // With its head it is one piece of text, and one write.
    if (last && last.length <= LARGEST_STRING && !this.#hasPassedAny) response.end(last.toString('latin1'), 'latin1')
    else response.end(last)
  }

  #refusal(problemCode: string | null): Refusal {
    return problemCode === 'upstream-timeout' ? refusals.timedOut : refusals.unreachable
  }

  /** The caller sees what there was, and that it was not all. */
  #cut(): void {
    for (const chunk of this.#held) this.#response.write(chunk)
    this.#held = []
    if (!this.#response.headersSent) return
    this.#response.socket?.destroySoon()
  }
}

/** A caller who has left; told by `close`. */
function ignore(): void {}

function flushHead(exchange: Exchange): void {
  exchange.flushHead()
}
