import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cruise } from './cruise.ts'
import { drawArchitecture } from './draw.ts'

const { edges } = await cruise(fileURLToPath(new URL('../..', import.meta.url)))
mkdirSync(new URL('../../docs/', import.meta.url), { recursive: true })
writeFileSync(new URL('../../docs/architecture.svg', import.meta.url), drawArchitecture(edges))
console.log(`docs/architecture.svg drawn from ${edges.length} imports`)
