import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository, or the installed package: the folder with package.json. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export type WebBuild = { folder: string; outcome: 'built' | 'up-to-date' | 'as-shipped' }

/** There are neither built pages nor what it takes to build them; or the build failed, and the message says how. */
export class WebBuildFailed extends Error {}

/**
 * Makes sure that `dist/web` shows what `web/` says: builds it when a source or the lockfile changed. A production
 * installation without the tools serves what was shipped. The result appears at once, never half of it.
 */
export async function buildWeb(options: { root?: string; onStart?: () => void } = {}): Promise<WebBuild> {
  const root = options.root ?? ROOT
  const folder = join(root, 'dist', 'web')
  const stampFile = join(root, 'dist', 'web.stamp')
  const isBuilt = existsSync(join(folder, 'index.html'))
  const vite = findVite(root)
  if (!vite || !existsSync(join(root, 'web', 'vite.config.ts'))) {
    if (isBuilt) return { folder, outcome: 'as-shipped' }
    throw new WebBuildFailed('dist/web is missing and vite is not installed')
  }
  const stamp = await hashSources(root)
  if (isBuilt && (await readText(stampFile)) === stamp) return { folder, outcome: 'up-to-date' }
  options.onStart?.()
  await build(root, vite, folder)
  await writeFile(stampFile, stamp)
  return { folder, outcome: 'built' }
}

function findVite(root: string): string | null {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve('vite/package.json')
    const program = join(dirname(manifest), 'bin', 'vite.js')
    return existsSync(program) ? program : null
  } catch {
    return null
  }
}

async function hashSources(root: string): Promise<string> {
  const files = ['package-lock.json']
  for await (const path of glob('web/**', { cwd: root, exclude: (name) => name === 'node_modules' })) files.push(path)
  const hash = createHash('sha256')
  for (const file of files.toSorted()) {
    const path = join(root, file)
    if (!existsSync(path) || !(await stat(path)).isFile()) continue
    hash
      .update(`${file.split(sep).join('/')}\0`)
      .update(await readFile(path))
      .update('\0')
  }
  return hash.digest('hex')
}

async function build(root: string, vite: string, folder: string): Promise<void> {
  const fresh = `${folder}.${randomUUID()}`
  const old = `${fresh}.old`
  await mkdir(dirname(folder), { recursive: true })
  try {
    await runVite(root, vite, fresh)
    // Two servers may build at the same time: the later one wins, and both results are the same.
    if (existsSync(folder)) await rename(folder, old)
    await rename(fresh, folder)
  } finally {
    await rm(fresh, { recursive: true, force: true })
    await rm(old, { recursive: true, force: true })
  }
}

/** In a process of its own: the server keeps none of the tool's memory, and a test's NODE_ENV does not reach the pages. */
function runVite(root: string, vite: string, outDir: string): Promise<void> {
  const config = join(root, 'web', 'vite.config.ts')
  const child = spawn(
    process.execPath,
    [vite, 'build', '--config', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: root, env: { NODE_ENV: 'production' }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  const keep = (bytes: Buffer) => {
    output = `${output}${bytes.toString('utf8')}`.slice(-8_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new WebBuildFailed(output.trim()))))
  })
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null)
}
