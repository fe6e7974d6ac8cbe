import { AppError, notFound, upstream } from '../platform/errors.ts'
import { VaultError } from '../platform/vault/vault-error.ts'
import type { TeamsDeps } from './deps.ts'
import { type AdminKeyRow, findKey } from './store/admin-keys.ts'

export const ownerOf = (keyId: string) => `admin_keys:${keyId}`

type Deps = Pick<TeamsDeps, 'db' | 'vault'>

/** The plain key, for one call to the provider; keep it in no variable that outlives the call. */
export async function openSecret({ db, vault }: Deps, keyId: string): Promise<string> {
  try {
    return await vault.open(db, ownerOf(keyId))
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    throw upstream(isGone(error) ? 'key-unreadable' : 'key-locked', {}, error)
  }
}

/** No master key brings it back: the secret was abandoned with its key, or its bytes were changed. */
function isGone({ problem }: VaultError): boolean {
  return problem === 'secret-missing' || problem === 'secret-damaged'
}

export async function checkStoredKey(deps: Deps & Pick<TeamsDeps, 'provider' | 'openaiBaseUrl'>, row: AdminKeyRow) {
  const secret = await openSecret(deps, row.id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'key-unreadable') return null
    throw error
  })
  if (secret === null) return { ok: false, failure: { kind: 'unreadable' } } as const
  return deps.provider.checkAdminKey(secret, row.base_url ?? deps.openaiBaseUrl)
}

export async function requireKey({ db }: Pick<TeamsDeps, 'db'>, keyId: string): Promise<AdminKeyRow> {
  const row = await findKey(db, keyId)
  if (!row) throw notFound('not-found')
  return row
}
