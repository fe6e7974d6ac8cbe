import type { UsageKind } from '../pricing/index.ts'
import type { Refusal } from './refusal.ts'

export type AskedCall = {
  /** The id of the record that will follow, whatever becomes of the call. */
  callId: string
  projectId: string
  kind: UsageKind | null
  model: string | null
  /** Null: it was not read, such as an upload. */
  body: Uint8Array | null
  at: Date
}

/** Whether there is room for a call below a hard limit. Made by whoever keeps the limits. */
export type Admission = {
  /** False: the project has none, so its calls need not ask. */
  concerns(projectId: string): boolean
  admit(call: AskedCall): Promise<{ ok: true; reservationId: string | null } | { ok: false; refusal: Refusal }>
  /** Near a limit: what is said on every answer. */
  budgetHeader(projectId: string): string | null
}
