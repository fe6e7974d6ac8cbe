import type { Db } from '../../platform/db/database.ts'
import type { TeamsDeps } from '../deps.ts'
import { findProviderKey, listProviderKeys, type ProviderKeyRow } from './store.ts'

/** Where the vault keeps the OpenAI key that a project's calls go on with. */
export const providerKeyOwner = (projectId: string) => `project_provider_keys:${projectId}`

export type OpenedProviderKey = { secret: string; baseUrl: string | null }

export function createProviderKeys({ db, vault }: Pick<TeamsDeps, 'db' | 'vault'>) {
  return {
    /** Of all projects, without the keys themselves. */
    stored: (on: Db): Promise<ProviderKeyRow[]> => listProviderKeys(on),

    /** The plain key. Null: the project has none. */
    open: async (projectId: string): Promise<OpenedProviderKey | null> => {
      const row = await findProviderKey(db, projectId)
      if (!row) return null
      return { secret: await vault.open(db, providerKeyOwner(projectId)), baseUrl: row.baseUrl }
    },
  }
}
