export type ProjectSearch = { days?: 90 | 180; value?: 30 | 90; block?: 1; breach?: string }

/** `?block=1` opens the block dialog and `?breach=` names the breach that a message spoke of; anything else is dropped. */
export function readProjectSearch(given: Record<string, unknown>): ProjectSearch {
  const days = Number(given.days)
  const value = Number(given.value)
  return {
    ...(days === 90 || days === 180 ? { days } : {}),
    ...(value === 30 || value === 90 ? { value } : {}),
    ...(Number(given.block) === 1 ? { block: 1 } : {}),
    ...(typeof given.breach === 'string' && given.breach !== '' ? { breach: given.breach.slice(0, 100) } : {}),
  }
}
