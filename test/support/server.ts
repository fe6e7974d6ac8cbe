import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { type Clock, systemClock } from '../../src/platform/clock.ts'
import { createLog } from '../../src/platform/log.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts'
import { createTestDatabase } from './database.ts'

export type TestServer = {
  runtime: Runtime
  simulator: Simulator
  /** Of the simulator: `http://127.0.0.1:<port>/v1` */
  openaiUrl: string
  /** `http://127.0.0.1:<port>` */
  url: string
  /** Every log line of the server so far. */
  logLines: string[]
  close(): Promise<void>
}

export type TestServerOptions = {
  clock?: Clock
  simulator?: SimulatorOptions
  environment?: Record<string, string>
  roles?: { web: boolean; jobs: boolean }
  lastAnswersMs?: number
}

/** The whole product as `finops serve` runs it, on a database of its own, with a simulated OpenAI over HTTP. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { clock = systemClock } = options
  const dataDir = mkdtempSync(join(tmpdir(), 'finops-test-'))
  const simulator = createSimulator({ clock, historyDays: 200, ...options.simulator })
  const { url: openaiUrl } = await simulator.listen()
  const logLines: string[] = []
  const runtime = await openRuntime(
    readConfig({ PORT: '0', DATA_DIR: dataDir, OPENAI_BASE_URL: openaiUrl, ...options.environment }),
    {
      clock,
      log: createLog('debug', { write: (line) => void logLines.push(line) }),
      database: await createTestDatabase(),
      ...(options.roles ? { roles: options.roles } : {}),
      ...(options.lastAnswersMs === undefined ? {} : { lastAnswersMs: options.lastAnswersMs }),
    },
  )
  const url = (await runtime.start()) ?? ''
  return {
    runtime,
    simulator,
    openaiUrl,
    url,
    logLines,
    close: async () => {
      await runtime.close()
      await simulator.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
