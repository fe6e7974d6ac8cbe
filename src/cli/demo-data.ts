import type { Runtime } from '../app.ts'
import { commandActor } from '../people/actor.ts'
import type { CommandIo } from '../platform/control/io.ts'
import { addDays, costDayOf } from '../platform/cost-day.ts'
import type { SimulatorKeys } from '../simulator/index.ts'
import { createProgressBar } from './progress.ts'
import { CommandFailed } from './session.ts'

export const DEMO_EMAIL = 'demo@finops.local'

type Team = { name: string; key: string; share: (index: number, count: number) => boolean }

/** Two teams share an organization, a third has its own. One project is nobody's: 미귀속 is part of every beginning. */
const teamsOf = (keys: SimulatorKeys): Team[] => [
  { name: '마케팅팀', key: keys.full, share: (index, count) => index < Math.floor(count / 2) },
  { name: '검색팀', key: keys.second, share: (index, count) => index >= Math.floor(count / 2) && index < count - 1 },
  { name: '고객지원팀', key: keys.otherOrganization, share: () => true },
]

/** Everything the way a person would do it: people, teams, keys checked live, Project IDs chosen, costs collected. */
export async function fillDemo(
  runtime: Runtime,
  io: CommandIo,
  given: { password: string; keys: SimulatorKeys; days: number },
): Promise<void> {
  const { people, teams } = runtime
  const { password } = given
  await people.createPerson({
    email: DEMO_EMAIL,
    name: '데모 관리자',
    password,
    admin: true,
    workspaceName: '데모 워크스페이스',
  })
  for (const { name, key, share } of teamsOf(given.keys)) {
    const team = await teams.teams.create(commandActor, name)
    await teams.adminKeys.register(commandActor, team.id, { key, baseUrl: null })
    const { items } = await teams.candidates.forTeam(commandActor, team.id)
    const live = items.filter((item) => !item.archived && item.boundTo === null)
    const ofOwnOrganization = items.filter((item) => !item.archived).toSorted(byId)
    const chosen = ofOwnOrganization.filter((item, index, all) => share(index, all.length) && live.includes(item))
    await teams.bindings.importProjects(
      commandActor,
      team.id,
      chosen.map(({ externalId }) => externalId),
    )
  }
  await collectHistory(runtime, io, given.days)
}

const byId = (left: { externalId: string }, right: { externalId: string }) =>
  left.externalId < right.externalId ? -1 : 1

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
