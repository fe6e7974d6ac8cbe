import { parseArgs } from 'node:util'
import { backfill } from './backfill.ts'
import { block } from './block.ts'
import { calls } from './calls.ts'
import { delivery } from './delivery.ts'
import { evaluate } from './evaluate.ts'
import { gateway } from './gateway.ts'
import { home } from './home.ts'
import { pages } from './pages.ts'
import { poll } from './poll.ts'
import { start } from './start.ts'
import { machine } from './support/machine.ts'
import { say } from './support/progress.ts'
import { value } from './value.ts'

/** `npm run bench`: one JSON object on stdout. docs/performance.md says what each figure means. */
type Scenario = (options: { quick: boolean; runs: number | null }) => Promise<unknown>

const SCENARIOS: Record<string, Scenario> = {
  backfill,
  pages,
  home,
  start,
  poll,
  evaluate,
  delivery,
  block,
  calls,
  gateway,
  value,
}

const { values } = parseArgs({
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false }, runs: { type: 'string' } },
})
const runs = values.runs ? Number(values.runs) : null
const wanted = values.only?.split(',') ?? Object.keys(SCENARIOS)
const unknown = wanted.filter((name) => !(name in SCENARIOS))
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(', ')}; there are ${Object.keys(SCENARIOS).join(', ')}\n`)
  process.exit(2)
}

// Ending by `exit` takes the temporary PostgreSQL along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const results: Record<string, unknown> = { quick: values.quick, at: new Date().toISOString(), machine: machine() }
for (const name of wanted) {
  say(`${name} …`)
  results[name] = await SCENARIOS[name]?.({ quick: values.quick, runs })
}
process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
