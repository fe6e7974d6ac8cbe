import { alphanumeric, mix } from './random.ts'

export type Scope = 'api.usage.read' | 'api.management.read' | 'api.management.write'

export type AdminKey = {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly organization: number
  readonly scopes: readonly Scope[]
  readonly isRevoked: boolean
  readonly createdAt: number
}

/** The keys a test asks for by what they may do. */
export type SimulatorKeys = {
  readonly full: string
  /** Another full key of the same organization. */
  readonly second: string
  readonly readOnly: string
  readonly noCosts: string
  readonly noManagement: string
  readonly revoked: string
  /** A full key of the second organization; refused when there is only one. */
  readonly otherOrganization: string
  /** An ordinary project key of the first project: inference only. */
  readonly projectKey: string
}

const READ: readonly Scope[] = ['api.usage.read', 'api.management.read']
const ALL: readonly Scope[] = [...READ, 'api.management.write']

export function createAdminKeys(seed: number, createdAt: number) {
  const key = (index: number, name: string, scopes: readonly Scope[], special: Partial<AdminKey> = {}): AdminKey => ({
    id: `key_${alphanumeric(mix(seed, 500 + index), 16)}`,
    name,
    value: `sk-admin-${alphanumeric(mix(seed, 600 + index), 50)}T3BlbkFJ${alphanumeric(mix(seed, 700 + index), 46)}${index === 0 ? 'abc1' : `xy${index}z`}`,
    organization: 0,
    scopes,
    isRevoked: false,
    createdAt,
    ...special,
  })
  return {
    full: key(0, 'finops', ALL),
    second: key(1, 'finops-standby', ALL),
    readOnly: key(2, 'finops-read', READ),
    noCosts: key(3, 'management-only', ['api.management.read', 'api.management.write']),
    noManagement: key(4, 'usage-only', ['api.usage.read']),
    revoked: key(5, 'old', ALL, { isRevoked: true }),
    otherOrganization: key(6, 'finops', ALL, { organization: 1 }),
  }
}
