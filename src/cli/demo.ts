import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { fixedClock } from '../platform/clock.ts'
import { createLog } from '../platform/log.ts'
import { type Demo, readDemo, startFresh, writeDemo } from './demo-directory.ts'
import { catchUp, connectApps, fillDemo } from './demo-fill.ts'
import { tellLive } from './demo-live.ts'
import { callLive } from './demo-live-calls.ts'
import { PAST_DAYS, pastStart, playPast } from './demo-past.ts'
import { type Connected, fillCalls } from './demo-past-calls.ts'
import { beginRunaway, endRunaway, SIMULATED } from './demo-runaway.ts'
import { programme, welcome } from './demo-words.ts'
import { numberOption } from './options.ts'
import { untilAborted } from './serve.ts'
import { printLine, type Session } from './session.ts'

const HISTORY_DAYS = 90
/** A real installation asks every five minutes, every minute where it is hot; here people are watching. */
const POLL_SECONDS = 10
/** The simulated organization's usage comes after three. */
const LAG_SECONDS = 10

type Options = { keep: boolean; runawayAfter: number }

export function addDemo(program: Command, session: Session): void {
  program
    .command('demo')
    .description('시뮬레이션한 OpenAI 조직과 90일의 기록으로, 폭주부터 차단과 해제까지 제품을 보여 줍니다')
    .option('--keep', '지난 시연의 데이터를 이어서 씁니다', false)
    .addOption(
      numberOption('--runaway-after <초>', '시작하고 몇 초 뒤에 폭주하는지', { min: 0, max: 86_400 }).default(60),
    )
    .action((options: Options) => demo(session, options))
}

async function demo(session: Session, { keep, runawayAfter }: Options): Promise<void> {
  const { io } = session
  const given = session.readConfig()
  const dataDir = given.dataDir === resolve('data') ? resolve('data', 'demo') : given.dataDir
  const known = keep ? await readDemo(dataDir) : null
  const made = known ?? newDemo()
  if (!known) await startFresh(dataDir, made)
  // The simulated organization lives in the past until that has been played, and then in the present.
  const past = fixedClock(made.startedAt)
  let isPast = true
  const clock = { now: () => (isPast ? past.now() : new Date()) }
  const { runSimulator } = await import('../simulator/index.ts')
  const outside = await runSimulator({ ...SIMULATED, port: 0, historyDays: HISTORY_DAYS - PAST_DAYS, clock })
  const { simulator } = outside
  try {
    const config = demoConfig(given, dataDir, outside.url)
    const log = createLog(given.logLevel === 'info' ? 'error' : given.logLevel, io.stderr)
    let apps = new Map<string, Connected>(Object.entries(made.apps))
    if (!known) {
      const { openRuntime } = await import('../app.ts')
      const runtime = await openRuntime(config, { clock: past, log, roles: { web: false, jobs: false } })
      const days = HISTORY_DAYS - PAST_DAYS
      await fillDemo(runtime, io, { password: made.password, simulator, days })
        .then(async (filled) => {
          apps = await connectApps(runtime, filled, simulator)
          await writeDemo(dataDir, { ...made, apps: Object.fromEntries(apps) })
          await playPast({ runtime, simulator, clock: past, filled, signal: io.signal }, new Date())
        })
        .finally(runtime.close)
    }
    isPast = false
    const { startServer } = await import('../main.ts')
    const server = await startServer({
      config,
      log,
      roles: { web: true, jobs: true, gateway: true },
      commands: session.commandsIn,
      prepare: async (runtime) => {
        await catchUp(runtime, io)
        if (!known) await fillCalls(runtime, simulator, apps)
        void tellLive(runtime, io, (kind) => {
          // Whoever asks for a release or gives it says that the program is repaired.
          if (kind === 'release-asked' || kind === 'block-released') endRunaway(simulator)
        }).catch((error: unknown) => log.error({ err: error }, 'the outbox could not be read'))
      },
    })
    const startsAt = beginRunaway(simulator, runawayAfter)
    for (const line of [...welcome(config, made.password), ...programme(config, startsAt)]) printLine(io, line)
    const calling = callLive(config.publicUrl, apps, io.signal)
    await untilAborted(io.signal)
    await calling
    await server.stop()
  } finally {
    await outside.close()
  }
}

function newDemo(): Demo {
  const startedAt = pastStart(new Date()).toISOString()
  return { password: randomBytes(12).toString('base64url'), startedAt, apps: {} }
}

/** Nothing of a real installation is touched: neither its database, nor its master key, nor its mail server. */
function demoConfig(given: Config, dataDir: string, openaiBaseUrl: string): Config {
  return {
    ...given,
    dataDir,
    openaiBaseUrl,
    databaseUrl: null,
    smtpUrl: null,
    usagePollSeconds: POLL_SECONDS,
    usageLagSeconds: LAG_SECONDS,
    masterKey: { from: 'generated', path: resolve(dataDir, 'master.key') },
  }
}
