import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The same files twice: as ES modules and as CommonJS, each with types of its own kind. */
const here = dirname(fileURLToPath(import.meta.url))
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript-7/package.json')), 'bin/tsc')

rmSync(join(here, 'dist'), { recursive: true, force: true })
for (const [folder, module, type] of [
  ['esm', 'ESNext', 'module'],
  ['cjs', 'CommonJS', 'commonjs'],
]) {
  const out = join(here, 'dist', folder)
  execFileSync(process.execPath, [tsc, '-p', here, '--outDir', out, '--module', module], { stdio: 'inherit' })
  writeFileSync(join(out, 'package.json'), `${JSON.stringify({ type })}\n`)
}
