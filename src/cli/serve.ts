import { once } from 'node:events'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Roles } from '../app.ts'
import { createLog } from '../platform/log.ts'
import { type Session, WrongUsage } from './session.ts'
import { isTerminal, watchSetupCode, welcome } from './welcome.ts'

const ROLES = ['web', 'jobs', 'gateway'] as const
type Role = (typeof ROLES)[number]

export function addServe(program: Command, session: Session): void {
  program
    .command('serve')
    .description('화면, API, 작업을 실행합니다')
    .addOption(
      new Option('--roles <역할>', 'PostgreSQL에서 여러 프로세스로 나눌 때: web,jobs,gateway 중에서').argParser(
        parseRoles,
      ),
    )
    .action(({ roles = [...ROLES] }: { roles?: Role[] }) => serve(session, roles))
}

function parseRoles(text: string): Role[] {
  const wanted = text.split(',').map((name) => name.trim())
  const roles = ROLES.filter((role) => wanted.includes(role))
  if (roles.length !== new Set(wanted).size) throw new InvalidArgumentError(`${ROLES.join(', ')} 중에서 골라 주세요.`)
  return roles
}

async function serve(session: Session, names: readonly Role[]): Promise<void> {
  const { io } = session
  const roles: Roles = {
    web: names.includes('web'),
    jobs: names.includes('jobs'),
    gateway: names.includes('gateway'),
  }
  const config = session.readConfig()
  if (config.databaseUrl === null && !(roles.web && roles.jobs)) {
    throw new WrongUsage(
      '내장 데이터베이스는 한 프로세스만 쓸 수 있어 역할을 나눌 수 없습니다. DATABASE_URL을 지정해 주세요.',
    )
  }
  const { startServer } = await import('../main.ts')
  const output = watchSetupCode(io.stdout)
  const log = createLog(config.logLevel, output)
  const server = await startServer({ config, log, roles, commands: session.commandsIn })
  if (server.address && isTerminal(io.stdout)) {
    // A log that is quieter than a warning has not shown the code.
    const url = config.port === 0 ? server.address : config.publicUrl
    io.stdout.write(welcome(url, output.lastCode() ?? (await server.newSetupCode())))
  }
  await untilAborted(io.signal)
  await server.stop()
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
