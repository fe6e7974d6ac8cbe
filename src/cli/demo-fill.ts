import type { Runtime } from '../app.ts'
import type { Actor } from '../people/actor.ts'
import type { CommandIo } from '../platform/control/io.ts'
import { addDays, costDayOf } from '../platform/cost-day.ts'
import type { Simulator } from '../simulator/index.ts'
import { APPS } from './demo-apps.ts'
import { ADMIN, type CastTeam, TEAMS } from './demo-cast.ts'
import type { Connected } from './demo-past-calls.ts'
import { createProgressBar } from './progress.ts'
import { CommandFailed } from './session.ts'

const RECENT_DAYS = 14

export type FilledProject = { readonly id: string; readonly externalId: string; readonly teamId: string }

export type Filled = {
  readonly admin: Actor
  /** Actors by name. */
  readonly people: ReadonlyMap<string, Actor>
  /** Ids of ours and of OpenAI's by the name of the project. */
  readonly projects: ReadonlyMap<string, FilledProject>
}

/** Everything the way a person would do it: people, teams, keys checked live, Project IDs chosen, costs collected. */
export async function fillDemo(
  runtime: Runtime,
  io: CommandIo,
  given: { password: string; simulator: Simulator; days: number },
): Promise<Filled> {
  const { people } = runtime
  const { password, simulator } = given
  const workspaceName = '데모 워크스페이스'
  const { id } = await people.createPerson({ ...ADMIN, password, admin: true, workspaceName })
  const admin: Actor = { personId: id, name: ADMIN.name, role: 'admin', teams: new Map(), via: 'session' }
  const filled = { admin, people: new Map([[ADMIN.name, admin]]), projects: new Map<string, FilledProject>() }
  for (const team of TEAMS) await addTeam(runtime, filled, { team, password, simulator })
  await collectHistory(runtime, io, given.days)
  return filled
}

type Team = { team: CastTeam; password: string; simulator: Simulator }

async function addTeam(
  { people, teams }: Runtime,
  filled: { admin: Actor; people: Map<string, Actor>; projects: Map<string, FilledProject> },
  { team, password, simulator }: Team,
): Promise<void> {
  const { id: teamId } = await teams.teams.create(filled.admin, team.name)
  for (const { role, ...person } of team.members) {
    const { id } = await people.createPerson({ ...person, password, admin: false })
    await teams.members.put(filled.admin, teamId, id, role)
    const teamsOfPerson = new Map([[teamId, role]])
    filled.people.set(person.name, {
      personId: id,
      name: person.name,
      role: 'member',
      teams: teamsOfPerson,
      via: 'session',
    })
  }
  await teams.adminKeys.register(filled.admin, teamId, { key: simulator.keys[team.key], baseUrl: null })
  const live = simulator.projects(team.organization).filter((project) => !project.isArchived)
  const chosen = live.filter(({ name }) => team.projects?.includes(name) ?? true)
  const imported = await teams.bindings.importProjects(
    filled.admin,
    teamId,
    chosen.map(({ id }) => id),
  )
  for (const { externalId, projectId } of imported) {
    const name = chosen.find((one) => one.id === externalId)?.name
    if (name && projectId) filled.projects.set(name, { id: projectId, externalId, teamId })
  }
}

/** Each program gets a key of its project, and its project the OpenAI key that the gateway calls on with. */
export async function connectApps(
  { teams }: Runtime,
  { admin, projects }: Filled,
  simulator: Simulator,
): Promise<Map<string, Connected>> {
  const connected = new Map<string, Connected>()
  for (const { project, organization } of APPS) {
    const found = projects.get(project)
    const openAi = simulator.projects(organization).find(({ name }) => name === project)?.apiKeys[0]
    if (!found || !openAi) continue
    await teams.providerKeys.set(admin, found.id, { key: openAi.value, baseUrl: null })
    const { key, secret } = await teams.projectKeys.create(admin, found.id, { name: '운영 서버', expiresAt: null })
    connected.set(project, { projectId: found.id, keyId: key.id, key: secret })
  }
  return connected
}

/** The days between the past that was played and the present. */
export async function catchUp(runtime: Runtime, io: CommandIo): Promise<void> {
  await collectHistory(runtime, io, RECENT_DAYS)
  await runtime.polls.pollNow({ signal: io.signal })
}

async function collectHistory({ collections, clock }: Runtime, io: CommandIo, days: number): Promise<void> {
  const today = costDayOf(clock.now())
  const window = { from: addDays(today, 1 - days), to: today }
  const bar = createProgressBar(io)
  for (const { id } of await collections.request({ ...window, requestedBy: collections.requestedByCommand })) {
    const ended = await collections.run(id, {
      signal: io.signal,
      force: true,
      onStep: ({ daysDone, daysTotal }) =>
        bar.show({
          label: `${days}일의 기록 수집`,
          done: daysDone,
          total: daysTotal,
          note: `${daysDone}/${daysTotal}일`,
        }),
    })
    bar.end()
    if (io.signal.aborted) throw new CommandFailed('중단했습니다.')
    if (ended?.state !== 'done')
      throw new CommandFailed(`기록을 수집하지 못했습니다(${ended?.problemCode ?? '이유 없음'}).`)
  }
}
