import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Cruise, cruise } from './cruise.ts'
import { drawArchitecture } from './draw.ts'
import { findTimeReads, type TimeRead } from './time.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const [found, timeReads] = await Promise.all([cruise(root), findTimeReads(root)])
const complaints = [...complaintsOf(found), ...timeReads.map(describeTimeRead), ...drawingComplaints(found)]
for (const complaint of complaints) console.log(complaint)
console.log(`architecture: ${found.modules} files, ${found.edges.length} imports, ${complaints.length} complaints`)
process.exitCode = complaints.length === 0 ? 0 : 1

function complaintsOf(result: Cruise): string[] {
  // With a TypeScript that it cannot read, dependency-cruiser sees no module and reports success.
  if (result.modules === 0) return ['architecture: no file was checked, so nothing is proven']
  return result.breaches.map(({ rule, why, from, to }) => `${from} → ${to}\n  ${rule}: ${why}`)
}

function describeTimeRead({ file, line, text }: TimeRead): string {
  return `${file}:${line} ${text}\n  time: the clock is an argument (src/platform/clock.ts)`
}

function drawingComplaints(result: Cruise): string[] {
  const drawn = drawArchitecture(result.edges)
  if (readDrawing() === drawn) return []
  return ['docs/architecture.svg does not show the code as it is\n  drawing: npm run docs:architecture']
}

function readDrawing(): string {
  try {
    return readFileSync(new URL('../../docs/architecture.svg', import.meta.url), 'utf8')
  } catch {
    return ''
  }
}
