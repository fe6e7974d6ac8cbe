import { MINUTE, SECOND } from '../../platform/clock.ts'
import { USAGE_KINDS } from '../../pricing/index.ts'
import type { CollectableKey } from '../key-desk.ts'
import { usageAges } from '../store/polling.ts'
import { organizationsHolding, type PollState, pollsOf } from '../store/polls.ts'
import type { PollsDeps } from './deps.ts'
import type { Round } from './poll.ts'
import { type RoundOptions, runRound, type WantedRound } from './run-round.ts'

export type Polls = ReturnType<typeof createPolls>

/** How often an organization is asked of which a project is near a limit. */
export const HOT_SECONDS = 60
const ORGANIZATIONS_AT_ONCE = 3
/** The job comes by once a minute and not on the second: five minutes must not become six. */
const LONGEST_SLACK = 10

export function createPolls(deps: PollsDeps) {
  const { db } = deps.database
  const listeners: ((round: Round) => void)[] = []

  const secondsFor = (isHot: boolean) => (isHot ? Math.min(HOT_SECONDS, deps.intervalSeconds) : deps.intervalSeconds)

  /** The hot projects by the organization that they draw on now. */
  async function hotOrganizations(): Promise<Map<string, string[]>> {
    return organizationsHolding(db, [...(await deps.hotProjects())])
  }

  async function workingKeys(teamId?: string): Promise<Map<string, CollectableKey[]>> {
    const active = (await deps.keys.collectableKeys()).filter((key) => key.state === 'active')
    const wanted = new Set(active.filter((key) => !teamId || key.teamId === teamId).map((key) => key.organizationId))
    const byOrganization = Map.groupBy(active, (key) => key.organizationId)
    return new Map([...byOrganization].filter(([organizationId]) => wanted.has(organizationId)))
  }

  async function plan(options: { force: boolean; teamId?: string | undefined }): Promise<WantedRound[]> {
    const keys = await workingKeys(options.teamId)
    const now = await deps.sharedNow()
    const states = await pollsOf(db, [...keys.keys()], now)
    const hot = options.force ? new Map() : await hotOrganizations()
    return [...keys].flatMap(([organizationId, own]) => {
      const state = states.get(organizationId) ?? { organizationId, startedAt: null, retryable: [], resting: [] }
      const isFull = options.force || isDue(state, now, secondsFor(hot.has(organizationId)))
      const kinds = isFull ? USAGE_KINDS.filter((kind) => !state.resting.includes(kind)) : state.retryable
      if (kinds.length === 0) return []
      return [{ organizationId, keys: own, kinds, isFull, lastStartedAt: state.startedAt }]
    })
  }

  async function runRounds(wanted: readonly WantedRound[], options: RoundOptions): Promise<Round[]> {
    const waiting = [...wanted]
    const rounds: Round[] = []
    async function work(): Promise<void> {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        options.signal.throwIfAborted()
        const round = await runRound(deps, next, options)
        if (!round) continue
        rounds.push(round)
        for (const listener of listeners) listener(round)
      }
    }
    await Promise.all(Array.from({ length: ORGANIZATIONS_AT_ONCE }, work))
    return rounds
  }

  return {
    /** Asks every organization whose time has come, and the kinds that failed and may be tried again. */
    pollDue: async (options: RoundOptions): Promise<Round[]> => runRounds(await plan({ force: false }), options),

    /** Asks now, due or not. Null of an organization: another process is at it. */
    pollNow: async (options: RoundOptions & { teamId?: string | undefined }): Promise<Round[]> =>
      runRounds(await plan({ force: true, teamId: options.teamId }), options),

    onRound: (listener: (round: Round) => void): void => void listeners.push(listener),
    hotOrganizations,
    /** When each organization's usage was last read as a whole, for measuring. */
    ages: () => usageAges(db),
    secondsFor,
    /** The shortest time between two rounds: under a minute only where somebody asked for it. */
    shortestSeconds: Math.min(HOT_SECONDS, deps.intervalSeconds),
  }
}

/** A round that began in the future began under a wrong clock: nothing is waited for until that time has come. */
function isDue({ startedAt }: PollState, now: Date, seconds: number): boolean {
  if (startedAt === null) return true
  const slack = Math.min(LONGEST_SLACK, seconds / 10)
  const passed = now.getTime() - startedAt.getTime()
  return passed >= (seconds - slack) * SECOND || passed < -MINUTE
}
