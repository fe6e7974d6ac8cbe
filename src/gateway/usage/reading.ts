import type { ToolUse } from '../../calls/index.ts'
import type { Counted } from './counts.ts'

/** What an answer has told so far, as it passes by. */
export type Reading = {
  responseId: string | null
  model: string | null
  serviceTier: string | null
  counted: Counted | null
  tools: ToolUse | null
  /** Of images, as they were made. */
  size: string | null
  /** When it was asked for, where it was made in the background. */
  background: Date | null
  /** Pieces of content of a stream: what is known of the output where no usage was told. */
  pieces: number
  /** When the first of them came, by the clock of `performance`. */
  firstPieceAt: number | null
  /** The stream has said its last word: whoever read so far has read it all. */
  isOver: boolean
}

export function newReading(): Reading {
  return {
    responseId: null,
    model: null,
    serviceTier: null,
    counted: null,
    tools: null,
    size: null,
    background: null,
    pieces: 0,
    firstPieceAt: null,
    isOver: false,
  }
}

/** Sees the decoded bytes of an answer. */
export type Reader = {
  readonly reading: Reading
  push(bytes: Buffer): void
  /** No more bytes will come. */
  end(): void
}
