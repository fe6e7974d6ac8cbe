import type { LimitsAccess } from '../providers/openai/index.ts'
import type { BlockingDeps, WritingKey } from './deps.ts'

/** Any working key will do for reading; one that may write is tried first. Null: there is none. */
export async function readingAccess(
  deps: Pick<BlockingDeps, 'keys' | 'openaiBaseUrl'>,
  organizationId: string,
  externalId: string,
  may: (key: WritingKey) => boolean = () => true,
): Promise<LimitsAccess | null> {
  const keys = (await deps.keys.keysOf(organizationId)).filter((key) => key.state === 'active' && may(key))
  for (const key of keys.toSorted((left, right) => rank(left) - rank(right))) {
    const opened = await deps.keys.openKey(key.id)
    if (opened) return { key: opened.secret, baseUrl: key.baseUrl ?? deps.openaiBaseUrl, externalId }
  }
  return null
}

function rank({ writeAccess }: WritingKey): number {
  return { yes: 0, unknown: 1, no: 2 }[writeAccess]
}
