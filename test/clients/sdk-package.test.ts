import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder: string
let packed: string[]

/** What would be published, where a program would have it, beside nothing else. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'finops-sdk-'))
  const source = join(folder, 'source')
  cpSync(join(root, 'sdk'), source, { recursive: true, filter: (path) => !/[/\\](?:dist|node_modules)$/.test(path) })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  execFileSync(process.execPath, [join(source, 'build.mjs')], { stdio: 'pipe' })
  const answer = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: source,
    encoding: 'utf8',
  })
  const parsed: unknown = JSON.parse(answer)
  const [about] = Object.values(parsed ?? {}) as { filename: string; files: { path: string }[] }[]
  packed = about?.files.map(({ path }) => path) ?? []
  const home = join(folder, 'program/node_modules/@finops-for-ai/sdk')
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', join(folder, about?.filename ?? ''), '-C', home, '--strip-components=1'])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function received(run: (url: string) => Promise<void>): Promise<{ task?: string }[]> {
  const seen: { task?: string }[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (bytes) => {
      text += bytes
    })
    request.on('end', () => {
      seen.push(...JSON.parse(text).calls)
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await run(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
  server.close()
  return seen
}

async function runProgram(file: string, text: string, url: string): Promise<void> {
  writeFileSync(join(folder, 'program', file), text)
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, [join(folder, 'program', file)], {
    env: { PATH: process.env.PATH, FINOPS_URL: url, FINOPS_KEY: 'fin_k' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(code).toBe(0)
}

describe('the package', () => {
  test('holds what a program needs and nothing else, and depends on nothing', () => {
    expect(packed).toEqual(
      expect.arrayContaining(['README.md', 'package.json', 'dist/esm/index.js', 'dist/cjs/index.js']),
    )
    expect(
      packed.filter(
        (path) => !/^(?:README\.md|package\.json|dist\/(?:esm|cjs)\/[\w-]+\.(?:js|d\.ts|json))$/.test(path),
      ),
    ).toEqual([])
    const about = JSON.parse(readFileSync(join(root, 'sdk/package.json'), 'utf8'))
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies']) expect(about[kind]).toBeUndefined()
  })

  test('asks for nothing of Node where it is loaded', () => {
    for (const path of packed.filter((one) => one.startsWith('dist/esm/') && one.endsWith('.js'))) {
      const text = readFileSync(join(folder, 'program/node_modules/@finops-for-ai/sdk', path), 'utf8')
      expect(text.match(/(?:from|import|require\()\s*['"](?!\.)[^'"]+['"]/g), path).toBeNull()
    }
  })

  test.each([
    ['program.mjs', `import { recordCall, task } from '@finops-for-ai/sdk'`],
    ['program.cjs', `const { recordCall, task } = require('@finops-for-ai/sdk')`],
  ])('loads as %s, keeps no process alive, and leaves nothing unsent when it ends', async (file, load) => {
    const seen = await received((url) =>
      runProgram(file, `${load}\ntask('끝', async () => { await null; recordCall({ model: 'gpt-4o' }) })\n`, url),
    )
    expect(seen).toMatchObject([{ task: '끝', model: 'gpt-4o' }])
  })

  test('lets a program end whose records nobody takes', async () => {
    const program = `import { recordCall } from '@finops-for-ai/sdk'\nrecordCall({ model: 'gpt-4o' })\n`
    await runProgram('alone.mjs', program, 'http://127.0.0.1:65530')
  })

  test('has types for both kinds of programs', () => {
    const program = `import { finopsMiddleware, withFinops } from '@finops-for-ai/sdk'
const client = withFinops({ name: 'x' }, { task: '요약' })
const name: string = client.name
export const used = [name, finopsMiddleware()]
`
    writeFileSync(join(folder, 'program/typed.mts'), program)
    writeFileSync(join(folder, 'program/typed.cts'), program)
    const tsc = join(root, 'node_modules/typescript-7/bin/tsc')
    const options =
      '--ignoreConfig --noEmit --strict --module nodenext --moduleResolution nodenext --target es2022 --types node'
    const types = ['--typeRoots', join(root, 'node_modules/@types')]
    const files = ['typed.mts', 'typed.cts'].map((file) => join(folder, 'program', file))
    const run = () =>
      execFileSync(process.execPath, [tsc, ...options.split(' '), ...types, ...files], { encoding: 'utf8' })
    expect(run).not.toThrow()
  })
})
