import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildWeb, WebBuildFailed } from './web-build.ts'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'finops-web-'))
  write('package.json', '{"type":"module"}')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

function writeSources(): void {
  symlinkSync(modules, join(root, 'node_modules'))
  write('web/vite.config.ts', 'export default { root: import.meta.dirname }')
  write('web/index.html', '<!doctype html><title>one</title><script type="module" src="/main.ts"></script>')
  write('web/main.ts', 'document.title = String(import.meta.env.PROD)')
}

test('pages are built once, and again when a source changed', async () => {
  writeSources()
  expect((await buildWeb({ root })).outcome).toBe('built')
  expect((await buildWeb({ root })).outcome).toBe('up-to-date')
  write('web/index.html', '<!doctype html><title>two</title>')
  expect((await buildWeb({ root })).outcome).toBe('built')
  expect(readFileSync(join(root, 'dist/web/index.html'), 'utf8')).toContain('two')
  expect(readdirSync(join(root, 'dist')).toSorted()).toEqual(['web', 'web.stamp'])
})

test('a build that fails says why, and keeps the pages that were there', async () => {
  writeSources()
  await buildWeb({ root })
  write('web/main.ts', 'import "./gone.ts"')
  const failed = buildWeb({ root })
  await expect(failed).rejects.toThrow(WebBuildFailed)
  await expect(failed).rejects.toThrow('gone.ts')
  expect(readFileSync(join(root, 'dist/web/index.html'), 'utf8')).toContain('one')
})

test('an installation without the tools serves what was shipped, and says so when nothing was', async () => {
  await expect(buildWeb({ root })).rejects.toThrow(WebBuildFailed)
  write('dist/web/index.html', 'shipped')
  expect(await buildWeb({ root })).toMatchObject({ outcome: 'as-shipped' })
})
