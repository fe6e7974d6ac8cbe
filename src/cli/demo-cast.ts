import type { SimulatorKeys } from '../simulator/index.ts'

/** Who and what the demo is about: the people and the runaway of the product's own story. */
export const ADMIN = { name: '이지훈', email: 'jihun@finops.local' }

export type CastTeam = {
  readonly name: string
  readonly key: keyof SimulatorKeys
  readonly organization: number
  /** Names of the OpenAI projects that become the team's; null: all of the organization's. */
  readonly projects: readonly string[] | null
  readonly members: readonly { readonly name: string; readonly email: string; readonly role: 'lead' | 'member' }[]
}

export const RUNAWAY = { team: '마케팅팀', project: 'chatbot-experiment', limit: '500' }

/** Two teams share an organization, a third has its own. One project is nobody's: 미귀속 is part of every beginning. */
export const TEAMS: readonly CastTeam[] = [
  {
    name: RUNAWAY.team,
    key: 'full',
    organization: 0,
    projects: [RUNAWAY.project, 'marketing-copy'],
    members: [{ name: '김민수', email: 'minsu@finops.local', role: 'lead' }],
  },
  {
    name: '데이터팀',
    key: 'second',
    organization: 0,
    projects: ['batch-embed', 'search-rerank', 'support-copilot', 'code-review-bot'],
    members: [{ name: '박서연', email: 'seoyeon@finops.local', role: 'lead' }],
  },
  { name: '고객지원팀', key: 'otherOrganization', organization: 1, projects: null, members: [] },
]

/** The team leads whose accounts the story needs. */
export const LEAD = TEAMS[0]?.members[0] ?? { name: '', email: '' }
