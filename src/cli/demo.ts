import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { createLog } from '../platform/log.ts'
import { DEMO_EMAIL, fillDemo } from './demo-data.ts'
import { readDemo, startFresh } from './demo-directory.ts'
import { untilAborted } from './serve.ts'
import { printLine, type Session } from './session.ts'

const HISTORY_DAYS = 90
const SEED = 7

export function addDemo(program: Command, session: Session): void {
  program
    .command('demo')
    .description('시뮬레이션한 OpenAI 조직과 90일의 기록으로 제품을 보여 줍니다')
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
  const outside = await runSimulator({ port: 0, seed: SEED, organizations: 2, historyDays: HISTORY_DAYS })
  const { startServer } = await import('../main.ts')
  const server = await startServer({
    config: demoConfig(given, dataDir, outside.url),
    log: createLog(given.logLevel === 'info' ? 'error' : given.logLevel, io.stderr),
    roles: { web: true, jobs: true },
    commands: session.commandsIn,
    prepare: async (runtime) => {
      if (!known) await fillDemo(runtime, io, { password, keys: outside.simulator.keys, days: HISTORY_DAYS })
    },
  }).catch(async (error: unknown) => {
    await outside.close()
    throw error
  })
  for (const line of ['', `주소      ${given.publicUrl}`, `이메일    ${DEMO_EMAIL}`, `비밀번호  ${password}`, '']) {
    printLine(io, line)
  }
  printLine(io, `시뮬레이션한 OpenAI 조직은 ${outside.url} 에 있습니다. 멈추려면 Ctrl-C를 누르세요.`)
  await untilAborted(io.signal)
  await server.stop()
  await outside.close()
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
