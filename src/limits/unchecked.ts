import type { CostDay } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import { addUnchecked, type Unchecked, type UncheckedReason } from './store/unchecked.ts'

/** Counts calls that went on unchecked, and tells the database now and then, or once it is back. */
export class UncheckedCalls {
  readonly total: Record<UncheckedReason, number> = { 'unknown-cost': 0, 'no-database': 0 }
  readonly #untold = new Map<string, Unchecked>()

  add(projectId: string, costDay: CostDay, reason: UncheckedReason): void {
    this.total[reason] += 1
    const key = `${projectId} ${costDay} ${reason}`
    const calls = (this.#untold.get(key)?.calls ?? 0) + 1
    this.#untold.set(key, { projectId, costDay, reason, calls })
  }

  async tell(db: Db): Promise<void> {
    for (const [key, told] of [...this.#untold]) {
      await addUnchecked(db, told)
      const calls = (this.#untold.get(key)?.calls ?? 0) - told.calls
      if (calls > 0) this.#untold.set(key, { ...told, calls })
      else this.#untold.delete(key)
    }
  }
}
