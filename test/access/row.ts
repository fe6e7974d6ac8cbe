import type { Identity, World } from './world.ts'

/** Path parameters, query and body of one request; made anew for each identity where the request uses something up. */
export type Request = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  csv?: string | undefined
}
export type Row = {
  /** signed out · member of another team · member · lead · admin · personal token of the lead */
  answers: readonly [number, number, number, number, number, number]
  request(world: World, identity: Identity): Request | Promise<Request>
  /** Sent with a session of its own, which is used up by it. */
  ownSession?: boolean
  endsSessions?: boolean
  /** Whoever knows the password, the link or the moved project may read our team's name. */
  speaksOfUs?: boolean
}
export type Special = Pick<Row, 'ownSession' | 'endsSessions' | 'speaksOfUs'>

export const nothing = () => ({})
export const row = (answers: Row['answers'], request: Row['request'] = nothing, special: Special = {}): Row => ({
  answers,
  request,
  ...special,
})
export const all = (status: number): Row['answers'] => [status, status, status, status, status, status]
export const signedIn = (status: number): Row['answers'] => [401, status, status, status, status, status]
export const person = (status: number): Row['answers'] => [401, status, status, status, status, 403]
export const ofTeam = (status: number): Row['answers'] => [401, 404, status, status, status, status]
export const lead = (status: number): Row['answers'] => [401, 404, 403, status, status, status]
/** Not with a token: what it opens would outlive it. */
export const leadInPerson = (status: number): Row['answers'] => [401, 404, 403, status, status, 403]
export const admin = (status: number): Row['answers'] => [401, 403, 403, 403, status, 403]

/** Of something that the team sees. */
export const adminOnly = (status: number): Row['answers'] => [401, 404, 403, 403, status, 403]
