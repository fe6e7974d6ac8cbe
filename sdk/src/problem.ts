const told = new Set<string>()

/** A program that cannot record goes on, but somebody should know: on the console each problem is told once. */
export function tell(problem: string, onProblem?: ((problem: string) => void) | undefined): void {
  try {
    if (onProblem) {
      onProblem(problem)
    } else if (!told.has(problem)) {
      told.add(problem)
      console.warn(`[finops] ${problem}`)
    }
  } catch {
    // Whoever is told throws: that must not reach the caller either.
  }
}

/** What we do beside a call must not be able to break it. */
export function safely<Result>(act: () => Result): Result | undefined {
  try {
    return act()
  } catch (error) {
    tell(`기록하는 중에 문제가 생겼습니다: ${String(error)}`)
    return undefined
  }
}
