import { type Actor, canLeadTeam, canSeeTeam, isAdmin, requireTeam, visibleTeams } from '../people/actor.ts'
import { cursorOf, positionOf } from '../platform/http/cursor.ts'
import type { BlockState, BlockTarget, Block as BlockView } from './api.ts'
import type { Block } from './block.ts'
import { blockView } from './block-view.ts'
import type { BlockingDeps, WritingKey } from './deps.ts'
import { limitsUrlOf } from './limits-url.ts'
import { isUpdatable } from './plan-rate-limits.ts'
import { listBlocks, unfinishedBlocksOf } from './store/blocks.ts'
import { requestsOf } from './store/requests.ts'
import { latestSnapshots } from './store/snapshots.ts'
import { type NamedScope, namedScopes, stepsOf } from './store/steps.ts'

const SHOWN_PAST = 5

export function createViews(deps: BlockingDeps) {
  const { db } = deps.database

  async function view(actor: Actor, blocks: readonly Block[]): Promise<BlockView[]> {
    const ids = blocks.map(({ id }) => id)
    const [steps, requests] = [await stepsOf(db, ids), await requestsOf(db, ids)]
    return blocks.map((block) => blockView(actor, block, steps, requests))
  }

  async function targetsOf(scopes: readonly NamedScope[]): Promise<BlockTarget[]> {
    const snapshots = await latestSnapshots(
      db,
      scopes.map(({ externalId }) => externalId),
    )
    const access = new Map<string, BlockTarget['access']>()
    for (const organizationId of new Set(scopes.map((scope) => scope.organizationId))) {
      access.set(organizationId, accessOf(await deps.keys.keysOf(organizationId)))
    }
    return scopes.map(({ organizationId, ...scope }) => {
      const rows = snapshots.get(scope.externalId)?.rateLimits ?? null
      const models = rows?.filter(isUpdatable).length ?? null
      return {
        ...scope,
        access: access.get(organizationId) ?? 'no-key',
        models,
        fixedModels: rows === null ? null : rows.length - (models ?? 0),
        limitsUrl: limitsUrlOf(scope.externalId),
      }
    })
  }

  async function state(
    actor: Actor,
    subject: { teamId: string; projectId: string | null },
    unfinished: readonly Block[],
  ): Promise<BlockState> {
    const { teamId, projectId } = subject
    const filter = projectId === null ? { teamId } : { projectId }
    const released = { state: 'released', before: null, limit: SHOWN_PAST } as const
    const past = await listBlocks(db, { ...filter, ...released, teamIds: visibleTeams(actor) })
    const keys = await deps.keys.keysOfTeam(teamId)
    return {
      blocks: (await view(actor, unfinished)).map((block) => asSeenBy(actor, block, projectId)),
      past: await view(actor, past),
      targets: await targetsOf(await namedScopes(db, subject)),
      maySlow: isAdmin(actor),
      maySetKeysAside: canLeadTeam(actor, teamId),
      keys: keys.filter((key) => key.state !== 'inactive').map(({ id, last4 }) => ({ id, last4 })),
    }
  }

  return {
    one: async (actor: Actor, block: Block): Promise<BlockView> => {
      const [shown] = await view(actor, [block])
      if (!shown) throw new Error('a block without a view')
      return shown
    },

    async ofProject(actor: Actor, projectId: string): Promise<BlockState> {
      const { teamId } = await deps.projects.get(actor, projectId)
      return state(actor, { teamId, projectId }, await unfinishedBlocksOf(db, projectId))
    },

    async ofTeam(actor: Actor, teamId: string): Promise<BlockState> {
      await deps.teams.get(actor, teamId)
      const open = { teamIds: null, teamId, state: 'unfinished', before: null, limit: 100 } as const
      return state(actor, { teamId, projectId: null }, await listBlocks(db, open))
    },

    async list(
      actor: Actor,
      query: {
        teamId?: string | undefined
        projectId?: string | undefined
        state?: 'unfinished' | 'released' | undefined
        cursor?: string | undefined
        limit: number
      },
    ): Promise<{ items: BlockView[]; nextCursor: string | null }> {
      if (query.teamId) requireTeam(actor, query.teamId)
      if (query.projectId) await deps.projects.get(actor, query.projectId)
      const { cursor, limit, ...filter } = query
      const before = cursor === undefined ? null : positionOf(cursor)
      const rows = await listBlocks(db, { ...filter, teamIds: visibleTeams(actor), before, limit: limit + 1 })
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        items: await view(actor, rows.slice(0, limit)),
        nextCursor: last ? cursorOf({ at: last.createdAt, id: last.id }) : null,
      }
    },
  }
}

/** On a project's page its own part of a team block; and a project that was moved here may still be stopped by a block of its former team, whose other projects are none of ours. */
function asSeenBy(actor: Actor, block: BlockView, projectId: string | null): BlockView {
  const own = block.steps.filter((step) => step.kind === 'gateway' || step.projectId === projectId)
  const steps = projectId === null ? block.steps : [...own, ...block.steps.filter(({ kind }) => kind === 'admin-key')]
  if (canSeeTeam(actor, block.teamId)) return { ...block, steps }
  return { ...block, steps: own, requests: [], message: '', lastCallAt: null, callsAfter: null, callingModels: [] }
}

function accessOf(keys: readonly WritingKey[]): BlockTarget['access'] {
  if (keys.some(({ writeAccess }) => writeAccess === 'yes')) return 'yes'
  if (keys.some(({ writeAccess }) => writeAccess === 'unknown')) return 'unknown'
  return keys.length > 0 ? 'no' : 'no-key'
}
