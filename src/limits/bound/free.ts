import type { UsageKind } from '../../pricing/index.ts'

const READS = /^(?:GET|HEAD|OPTIONS|DELETE) /
/** What is stored, moved or stopped costs nothing by itself. */
const FREE =
  /^POST \/(?:files|uploads(?:\/.+)?|conversations(?:\/.+)?|batches\/\{id\}\/cancel|responses\/\{id\}\/cancel|responses\/input_tokens|vector_stores(?:\/.+)?|fine_tuning\/jobs\/\{id\}\/(?:cancel|pause|resume))$/

/** Calls that cost nothing whatever they are answered: they need no room and are never refused for want of it. */
export function isFree({ kind, endpoint }: { kind: UsageKind | null; endpoint: string }): boolean {
  return kind === 'moderations' || READS.test(endpoint) || (kind === null && FREE.test(endpoint))
}
