import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { cruise } from './cruise.ts'
import { architectureRules } from './rules.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A source tree in a temporary folder: path → text. */
function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'finops-architecture-'))
  folders.push(root)
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  symlinkSync(join(repository, 'package.json'), join(root, 'package.json'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

async function breachesOf(files: Record<string, string>): Promise<string[]> {
  const { breaches } = await cruise(tree(files))
  return [...new Set(breaches.map(({ rule }) => rule))]
}

const value = 'export const value = 1\n'
const type = 'export type Value = number\n'

/** What breaks each rule, and nothing else. */
const violations: Record<string, Record<string, string>> = {
  'order-teams': {
    'src/teams/service.ts': `import { value } from '../ledger/index.ts'\nexport { value }`,
    'src/ledger/index.ts': value,
  },
  'order-reports': { 'src/reports/service.ts': `import '../app.ts'`, 'src/app.ts': value },
  'order-known': { 'src/app.ts': `import './helpers/text.ts'`, 'src/helpers/text.ts': value },
  'simulator-alone': {
    'src/simulator/server.ts': `import type { Value } from '../teams/api.ts'\nexport type { Value }`,
    'src/teams/api.ts': type,
  },
  'no-cycles': {
    'src/teams/one.ts': `import './two.ts'`,
    'src/teams/two.ts': `import type { One } from './one.ts'\nexport type { One }`,
  },
  'front-door': { 'src/ledger/write.ts': `import '../teams/store.ts'`, 'src/teams/store.ts': value },
  'front-door-top': { 'src/app.ts': `import './teams/store.ts'`, 'src/teams/store.ts': value },
  'words-for-http': { 'src/app.ts': `import './teams/words.ko.ts'`, 'src/teams/words.ko.ts': value },
  'sql-in-stores': { 'src/teams/service.ts': `import { sql } from 'kysely'\nexport { sql }` },
  'http-in-routes': {
    'src/teams/service.ts': `import type { FastifyInstance } from 'fastify'\nexport type { FastifyInstance }`,
  },
  'web-types-only': {
    'web/home.tsx': `import { value } from '../src/teams/api.ts'\nexport { value }`,
    'src/teams/api.ts': value,
  },
  'web-api-only': {
    'web/home.tsx': `import type { Value } from '../src/teams/store.ts'\nexport type { Value }`,
    'src/teams/store.ts': type,
  },
  'sdk-alone': {
    'sdk/src/client.ts': `import type { Value } from '../../src/calls/api.ts'\nexport type { Value }`,
    'src/calls/api.ts': type,
  },
  'src-below-all': {
    'src/teams/service.ts': `import '../../test/support/database.ts'`,
    'test/support/database.ts': value,
  },
  'src-dependencies': { 'src/teams/service.ts': `import 'fast-check'` },
  resolvable: { 'src/teams/service.ts': `import './gone.ts'` },
}

test.each(Object.keys(violations))('%s is broken by its violation and by it alone', async (rule) => {
  expect(await breachesOf(violations[rule] ?? {})).toEqual([rule])
})

test('each rule has a violation that proves it', () => {
  const families = architectureRules().map(({ name = '' }) => (/^order-(?!known)/.test(name) ? 'order-teams' : name))
  expect(Object.keys(violations)).toEqual(expect.arrayContaining([...new Set(families)]))
})

test('what the architecture allows passes', async () => {
  const allowed = {
    'src/platform/http/app.ts': `import 'fastify'`,
    'src/platform/web-build.ts': `void import('vite')`,
    'src/actions/record.ts': `import 'kysely'`,
    'src/people/access.ts': `import type { FastifyRequest } from 'fastify'\nimport '../actions/record.ts'\nexport type { FastifyRequest }`,
    'src/providers/openai/index.ts': value,
    'src/collection/collect.ts': `import '../providers/openai/index.ts'\nimport '../people/access.ts'`,
    'src/collection/store/days.ts': `import 'kysely'`,
    'src/collection/routes.ts': `import 'fastify'\nimport './collect.ts'`,
    'src/collection/collect.test.ts': `import '../app.ts'\nimport '../../test/support/database.ts'\nimport 'fast-check'`,
    'src/teams/words.ko.ts': value,
    'src/teams/api.ts': type,
    'src/http.ts': `import './teams/words.ko.ts'\nimport 'fastify'`,
    'src/app.ts': `import './http.ts'`,
    'web/home.tsx': `import type { Value } from '../src/teams/api.ts'\nexport type { Value }`,
    'test/support/database.ts': `import 'pg'`,
  }
  expect(await breachesOf(allowed)).toEqual([])
})

test('a tree without a module is noticed, and this repository is none', async () => {
  expect((await cruise(tree({ 'src/empty.txt': '' }))).modules).toBe(0)
  const own = await cruise(repository)
  expect(own.modules).toBeGreaterThan(20)
  expect(own.edges.some(({ to }) => to === 'src/platform/errors.ts')).toBe(true)
})
