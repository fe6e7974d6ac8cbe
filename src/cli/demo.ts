import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { createLog } from '../platform/log.ts'
import { ADMIN, LEAD, RUNAWAY } from './demo-cast.ts'
import { readDemo, startFresh } from './demo-directory.ts'
import { fillDemo } from './demo-fill.ts'
import { beginRunaway, SIMULATED } from './demo-runaway.ts'
import { untilAborted } from './serve.ts'
import { printLine, type Session } from './session.ts'

const HISTORY_DAYS = 90

export function addDemo(program: Command, session: Session): void {
  program
    .command('demo')
    .description('시뮬레이션한 OpenAI 조직과 90일의 기록으로, 폭주부터 차단까지 제품을 보여 줍니다')
    .option('--keep', '지난 시연의 데이터를 이어서 씁니다', false)
    .action(({ keep }: { keep: boolean }) => demo(session, keep))
}

async function demo(session: Session, keep: boolean): Promise<void> {
  const { io } = session
  const given = session.readConfig()
  const dataDir = given.dataDir === resolve('data') ? resolve('data', 'demo') : given.dataDir
  const known = keep ? await readDemo(dataDir) : null
  const password = known?.password ?? randomBytes(12).toString('base64url')
  if (!known) await startFresh(dataDir, { password })

  const { runSimulator } = await import('../simulator/index.ts')
  const outside = await runSimulator({ ...SIMULATED, port: 0, historyDays: HISTORY_DAYS })
  const { simulator } = outside
  const { startServer } = await import('../main.ts')
  const server = await startServer({
    config: demoConfig(given, dataDir, outside.url),
    log: createLog(given.logLevel === 'info' ? 'error' : given.logLevel, io.stderr),
    roles: { web: true, jobs: true },
    commands: session.commandsIn,
    prepare: async (runtime) => {
      if (!known) await fillDemo(runtime, io, { password, simulator, days: HISTORY_DAYS })
    },
  }).catch(async (error: unknown) => {
    await outside.close()
    throw error
  })
  const startsAt = beginRunaway(simulator)
  for (const line of welcome(given, password, startsAt)) printLine(io, line)
  await untilAborted(io.signal)
  await server.stop()
  await outside.close()
}

function welcome({ publicUrl, displayTimeZone }: Config, password: string, startsAt: Date): string[] {
  return [
    '',
    `주소      ${publicUrl}`,
    `관리자    ${ADMIN.name} ${ADMIN.email}`,
    `팀장      ${LEAD.name} ${LEAD.email} (${RUNAWAY.team})`,
    `비밀번호  ${password} (모두 같습니다)`,
    '',
    `${clockTime(startsAt, displayTimeZone)}에 ${RUNAWAY.team}의 ${RUNAWAY.project}가 같은 요청을 끝없이 되풀이하기 시작합니다.`,
    '멈추려면 Ctrl-C를 누르세요.',
    '',
  ]
}

function clockTime(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(at)
}

/** Nothing of a real installation is touched: neither its database, nor its master key, nor its mail server. */
function demoConfig(given: Config, dataDir: string, openaiBaseUrl: string): Config {
  return {
    ...given,
    dataDir,
    openaiBaseUrl,
    databaseUrl: null,
    smtpUrl: null,
    masterKey: { from: 'generated', path: resolve(dataDir, 'master.key') },
  }
}
