const DAY_MS = 86_400_000

export function daysApart(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The cost day that is running now: cost days are UTC days. */
export function currentDay(): string {
  return new Date().toISOString().slice(0, 10)
}
