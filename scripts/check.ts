import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Format and lint, types, architecture: at the same time, in seconds. Exit 1 when one of them objects. */
const root = fileURLToPath(new URL('..', import.meta.url))

const CHECKS = [
  { name: 'format, lint', args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types', args: ['node_modules/typescript-7/bin/tsc', '--project', '.', '--noEmit'] },
  // By themselves: what the SDK uses is there in every runtime, not only in Node.
  { name: 'types of the SDK', args: ['node_modules/typescript-7/bin/tsc', '--project', 'sdk', '--noEmit'] },
  { name: 'architecture', args: ['scripts/architecture/check.ts'] },
]

type Outcome = { name: string; ok: boolean; seconds: string; output: string }

const outcomes = await Promise.all(CHECKS.map(({ name, args }) => run(name, args)))
for (const outcome of outcomes) {
  if (!outcome.ok) console.log(outcome.output.trimEnd())
}
for (const { name, ok, seconds } of outcomes) console.log(`${ok ? '✓' : '✗'} ${name} (${seconds} s)`)
process.exitCode = outcomes.every((outcome) => outcome.ok) ? 0 : 1

function run(name: string, args: string[]): Promise<Outcome> {
  const start = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (bytes) => {
    output += bytes
  })
  child.stderr.on('data', (bytes) => {
    output += bytes
  })
  return new Promise((resolve) => {
    const end = (ok: boolean) => resolve({ name, ok, output, seconds: ((performance.now() - start) / 1000).toFixed(1) })
    child.on('error', (error) => {
      output += String(error)
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}
