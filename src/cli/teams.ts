import type { Runtime } from '../app.ts'
import { commandActor } from '../people/actor.ts'
import { CommandFailed } from './session.ts'

/** The team that a person means on the command line: its name, or its id. */
export async function findTeamId(runtime: Runtime, given: string | undefined): Promise<string | undefined> {
  if (given === undefined) return undefined
  const wanted = given.normalize('NFC').trim().toLowerCase()
  const teams = await runtime.teams.teams.list(commandActor, false)
  const found = teams.find((team) => team.id === wanted || team.name.toLowerCase() === wanted)
  if (found) return found.id
  const names = teams.map((team) => team.name).join(', ')
  throw new CommandFailed(`‘${given}’ 팀이 없습니다. ${names ? `있는 팀: ${names}` : '먼저 팀을 만들어 주세요.'}`)
}
