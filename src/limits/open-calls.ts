import type { Reservation } from './store/reservations.ts'

type OpenCall = Reservation & {
  /** It has ended: `amount` is what it cost. */
  hasEnded: boolean
  /** The database knows what it cost. */
  isShrunk: boolean
  isBeingRecorded: boolean
  renewals: number
}

/** A call that has ended is recorded a moment later. One that is not by now is lost to the disk, and its room is let go. */
const MOST_RENEWALS = 6

/** Calls that this process has let through against a hard limit and that are not recorded yet. */
export class OpenCalls {
  readonly #calls = new Map<string, OpenCall>()

  get count(): number {
    return this.#calls.size
  }

  add(reservation: Reservation): void {
    const state = { hasEnded: false, isShrunk: true, isBeingRecorded: false, renewals: 0 }
    this.#calls.set(reservation.callId, { ...reservation, ...state })
  }

  has(callId: string): boolean {
    return this.#calls.has(callId)
  }

  /** Null: nobody knows what it cost, so what was reserved for it stays. Answers with whose call it was. */
  ended(callId: string, cost: string | null): string | null {
    const call = this.#calls.get(callId)
    if (!call) return null
    call.hasEnded = true
    if (cost !== null && cost !== call.amount) {
      call.amount = cost
      call.isShrunk = false
    }
    return call.projectId
  }

  /** While a call is being recorded nothing may be said of its reservation any more: it would come back. */
  setBeingRecorded(callIds: readonly string[], is: boolean): void {
    for (const id of callIds) {
      const call = this.#calls.get(id)
      if (call) call.isBeingRecorded = is
    }
  }

  forget(callIds: readonly string[]): string[] {
    const projectIds = new Set<string>()
    for (const id of callIds) {
      const call = this.#calls.get(id)
      if (call) projectIds.add(call.projectId)
      this.#calls.delete(id)
    }
    return [...projectIds]
  }

  /** What of a project has turned out to cost something else than the database has reserved. */
  toShrink(projectId: string): Reservation[] {
    return [...this.#calls.values()].filter(
      (call) => call.projectId === projectId && !call.isShrunk && !call.isBeingRecorded,
    )
  }

  noteShrunk(reservations: readonly Reservation[]): void {
    for (const { callId, amount } of reservations) {
      const call = this.#calls.get(callId)
      if (call?.amount === amount) call.isShrunk = true
    }
  }

  toRenew(): Reservation[] {
    for (const call of this.#calls.values()) {
      if (call.hasEnded) call.renewals += 1
      if (call.renewals > MOST_RENEWALS) this.#calls.delete(call.callId)
    }
    return [...this.#calls.values()].filter(({ isBeingRecorded }) => !isBeingRecorded)
  }
}
