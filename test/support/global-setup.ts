import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openPostgres } from '../../src/platform/db/database.ts'
import { openEmbedded } from '../../src/platform/db/embedded.ts'
import { migrate, readMigrations } from '../../src/platform/db/migrate.ts'
import { buildWeb } from '../../src/platform/web-build.ts'
import { findBrowser, NO_BROWSER } from './browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    postgresTemplate: string
    embeddedImage: string
  }
}

/** Builds the pages where they changed, and migrates one database; each test file then starts from a copy of it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildWeb()
  if (!findBrowser()) process.stderr.write(`${NO_BROWSER}\n`)
  const url = process.env.TEST_DATABASE_URL ?? ''
  return url ? prepareTemplate(project, url) : prepareImage(project)
}

async function prepareImage(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'finops-image-'))
  const image = join(folder, 'migrated.tar')
  const embedded = await openEmbedded({ directory: null })
  await migrate(embedded.pool, await readMigrations())
  writeFileSync(image, await embedded.dump())
  await embedded.close()
  project.provide('embeddedImage', image)
  project.provide('postgresUrl', '')
  project.provide('postgresTemplate', '')
  return async () => rmSync(folder, { recursive: true, force: true })
}

async function prepareTemplate(project: TestProject, url: string): Promise<() => Promise<void>> {
  const template = `template_finops_${process.pid}`
  await run(url, `create database ${template}`)
  const target = new URL(url)
  target.pathname = `/${template}`
  const database = await openPostgres(target.toString(), { maxConnections: 1 })
  await migrate(database.pool, await readMigrations())
  await database.close()
  project.provide('postgresUrl', url)
  project.provide('postgresTemplate', template)
  project.provide('embeddedImage', '')
  return () => run(url, `drop database if exists ${template} with (force)`)
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
