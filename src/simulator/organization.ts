import { DAY, HOUR } from '../platform/clock.ts'
import { type ApiKey, createApiKey } from './api-key.ts'
import { benchmarkStreams } from './benchmark-mix.ts'
import { mixOf, NAMED_MIXES } from './project-mix.ts'
import { organizationStreams, projectStreams } from './project-streams.ts'
import { alphanumeric, hashText, mix } from './random.ts'
import type { Stream } from './stream.ts'

export type Project = {
  readonly id: string
  name: string
  readonly createdAt: number
  archivedAt: number | null
  readonly apiKeys: ApiKey[]
  readonly streams: readonly Stream[]
}

export type Organization = {
  readonly id: string
  readonly name: string
  readonly seed: number
  readonly projects: Project[]
  /** Charges that belong to no project. */
  readonly streams: readonly Stream[]
}

export type OrganizationOptions = {
  readonly seed: number
  readonly index: number
  readonly projectCount: number
  readonly lineItemsPerProject: number | undefined
  readonly historyDays: number
  readonly hasNewModel: boolean
  readonly startedAt: number
}

const ARCHIVED_NAMED = 6
const YOUNG_NAMED = 7

export function createOrganization(options: OrganizationOptions): Organization {
  const seed = mix(options.seed, options.index)
  const firstDay = (Math.floor(options.startedAt / DAY) - options.historyDays) * DAY
  const isBenchmark = options.lineItemsPerProject !== undefined
  return {
    id: `org-${alphanumeric(seed, 24)}`,
    name: options.index === 0 ? '한강소프트' : `조직 ${options.index + 1}`,
    seed,
    projects: Array.from({ length: options.projectCount }, (_, index) => createProject(options, seed, firstDay, index)),
    streams: isBenchmark ? [] : organizationStreams(seed, firstDay),
  }
}

function createProject(options: OrganizationOptions, seed: number, firstDay: number, index: number): Project {
  const hash = hashText(seed, `project ${index}`)
  const mixture = mixOf(index, hash, options.hasNewModel)
  const isPlain = options.lineItemsPerProject !== undefined
  const life = isPlain ? { from: firstDay, archivedAt: null } : lifeOf(options, firstDay, index, hash)
  const id = `proj_${alphanumeric(hash, 24)}`
  const apiKeys = [0, 1].map((key) =>
    createApiKey(mix(hash, 100 + key), life.from, key === 0 ? 'service_account' : 'user'),
  )
  const place = { projectId: id, hash, apiKeys, from: life.from, to: life.archivedAt ?? Number.POSITIVE_INFINITY }
  return {
    id,
    name: nameIn(options.index, index) ?? mixture.name,
    createdAt: life.from,
    archivedAt: life.archivedAt,
    apiKeys,
    streams:
      options.lineItemsPerProject === undefined
        ? projectStreams(place, mixture)
        : benchmarkStreams(place, options.lineItemsPerProject),
  }
}

/** Two organizations of one company do the same kinds of things, not under the same names. */
const NAMES_ELSEWHERE = [
  'ask-bot',
  'ticket-embed',
  'faq-search',
  'receipt-ocr',
  'agent-assist',
  'reply-copy',
  'call-notes',
  'triage-bot',
]

function nameIn(organization: number, project: number): string | undefined {
  return organization === 0 ? undefined : NAMES_ELSEWHERE[project]
}

/** Most projects are as old as the history, some are young, some were archived on the way. */
function lifeOf(options: OrganizationOptions, firstDay: number, index: number, hash: number) {
  const startDay = Math.floor(options.startedAt / DAY) * DAY
  const span = options.historyDays * DAY
  const dice = index < NAMED_MIXES.length ? -1 : mix(hash, 3) % 100
  const isYoung = index === YOUNG_NAMED || (dice >= 0 && dice < 8)
  const isArchived = index === ARCHIVED_NAMED || dice > 93
  const share = 0.1 + (mix(hash, 4) % 15) / 100
  const recently = startDay - Math.floor((span * share) / DAY) * DAY
  return {
    from: isYoung ? recently : firstDay,
    archivedAt: isArchived ? recently + 5 * HOUR : null,
  }
}
