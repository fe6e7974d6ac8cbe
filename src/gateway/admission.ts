import type { CallRecord } from '../calls/index.ts'
import type { UsageKind } from '../pricing/index.ts'
import type { Refusal } from './refusal.ts'

export type AskedCall = {
  /** The id of the record that will follow, whatever becomes of the call. */
  callId: string
  projectId: string
  /** As it is recorded: `POST /chat/completions`. */
  endpoint: string
  kind: UsageKind | null
  model: string | null
  /** Null: it was not read, such as an upload. */
  body: Uint8Array | null
  /** Bytes of the body, by its own word; null: it does not say. */
  length: number | null
  at: Date
}

/** Whether there is room for a call below a hard limit. Made by whoever keeps the limits. */
export type Admission = {
  /** False: the project has none, so its calls need not ask. */
  concerns(projectId: string): boolean
  admit(call: AskedCall): Promise<{ ok: true; reservationId: string | null } | { ok: false; refusal: Refusal }>
  /** What became of a call that was let through, before it is handed over. */
  ended(record: CallRecord): void
  /** Near a limit: what is said on every answer. */
  budgetHeader(projectId: string): string | null
}
