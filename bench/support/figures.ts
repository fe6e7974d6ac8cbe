/** The p-th part of measurements (0.95 = P95) by nearest rank; null of nothing. */
export function percentile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null
}

/** The middle run: machines are noisy, and a mean would keep the noise. */
export function median(values: readonly number[]): number | null {
  return percentile(values, 0.5)
}

export function rounded(value: number | null, digits = 1): number | null {
  return value === null ? null : Number(value.toFixed(digits))
}

export function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : Number((part / whole).toFixed(2))
}

export function spread(values: readonly number[]) {
  return {
    median: rounded(median(values), 2),
    min: rounded(Math.min(...values), 2),
    max: rounded(Math.max(...values), 2),
    runs: values.length,
  }
}
