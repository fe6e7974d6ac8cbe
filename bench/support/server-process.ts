import { z } from 'zod'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { createLog } from '../../src/platform/log.ts'
import { answerTasks } from './tasks.ts'

async function addProjectKeys({ database, teams }: Runtime, count: number) {
  const { rows } = await database.pool.query<{ id: string }>(
    `with team as (insert into teams (name, created_at) values ('호출팀', now()) returning id),
     made as (insert into projects (team_id, name, created_at)
       select id, 'calls-' || n, now() from team, generate_series(1, $1::int) n returning id, team_id, created_at)
     insert into project_teams (project_id, team_id, from_at, from_day)
       select id, team_id, created_at, '-infinity' from made returning project_id as id`,
    [count],
  )
  const keys: { projectId: string; secret: string }[] = []
  for (const { id } of rows) {
    const { secret } = await teams.projectKeys.create(commandActor, id, { name: 'bench', expiresAt: null })
    keys.push({ projectId: id, secret })
  }
  return keys
}

const Person = z.object({ email: z.string(), password: z.string() })

let runtime: Runtime | null = null

/** The product as `finops serve` runs it: web and jobs in one process. */
answerTasks(
  {
    async start() {
      runtime = await openRuntime(readConfig(), { log: createLog('silent') })
      return runtime.start()
    },
    async addAdmin(input) {
      await runtime?.people.createPerson({ ...Person.parse(input), name: '이지훈', admin: true })
    },
    /** So many projects of one team, each with a key. */
    async addProjectKeys(input) {
      return runtime ? addProjectKeys(runtime, z.int().parse(input)) : []
    },
    /** What only a benchmark does: sums as years would have left them. */
    async run(input) {
      await runtime?.database.pool.query(z.string().parse(input))
    },
    async processorSeconds() {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    },
  },
  async () => runtime?.close(),
)
