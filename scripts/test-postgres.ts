import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { PostgresMissing } from './postgres/binaries.ts'
import { startTemporaryPostgres, type TemporaryPostgres } from './postgres/temporary.ts'

/** `vitest run` with the given arguments on a PostgreSQL server started for it. `--optional`: no server installed is fine. */
const root = fileURLToPath(new URL('..', import.meta.url))
const given = process.argv.slice(2)
const server = await start(given.includes('--optional'))
if (server) {
  console.log(`${server.version} at ${server.url}`)
  process.exitCode = await runTests(
    server.url,
    given.filter((argument) => argument !== '--optional'),
  ).finally(server.stop)
}

async function start(optional: boolean): Promise<TemporaryPostgres | null> {
  try {
    return await startTemporaryPostgres()
  } catch (error) {
    if (!(error instanceof PostgresMissing)) throw error
    console.error(`The tests were not run on PostgreSQL. ${error.message}`)
    process.exitCode = optional ? 0 : 1
    return null
  }
}

async function runTests(url: string, given: string[]): Promise<number> {
  const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...given], {
    cwd: root,
    env: { ...process.env, TEST_DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const pass = (signal: NodeJS.Signals) => vitest.kill(signal)
  process.on('SIGINT', pass).on('SIGTERM', pass)
  const [code] = await once(vitest, 'exit')
  return code ?? 1
}
