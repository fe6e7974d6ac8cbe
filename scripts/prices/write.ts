import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { priceTable } from './table.ts'

/** Writes `src/pricing/prices/openai.json` again from the package and from what is written down by hand. */
const path = fileURLToPath(new URL('../../src/pricing/prices/openai.json', import.meta.url))
const biome = fileURLToPath(new URL('../../node_modules/@biomejs/biome/bin/biome', import.meta.url))

const table = await priceTable()
await writeFile(path, JSON.stringify(table))
await promisify(execFile)(process.execPath, [biome, 'format', '--write', path])
console.log(`${Object.keys(table.models).length} models, ${table.lines.length} lines → src/pricing/prices/openai.json`)
