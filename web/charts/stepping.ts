/** Where the keyboard stands in a chart of `count` days; null: the key is not ours. */
export function stepTo(index: number | null, key: string, count: number): number | null {
  if (count === 0) return null
  const from = index ?? count - 1
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return index === null ? from : Math.max(0, from - 1)
    case 'ArrowRight':
    case 'ArrowUp':
      return index === null ? from : Math.min(count - 1, from + 1)
    case 'PageUp':
      return Math.max(0, from - 7)
    case 'PageDown':
      return Math.min(count - 1, from + 7)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
