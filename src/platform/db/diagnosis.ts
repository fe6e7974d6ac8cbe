import type pg from 'pg'

/** What `finops doctor` asks the database itself. */
export type DatabaseFacts = { version: string; now: Date; migrations: string[] }

export async function readDatabaseFacts(pool: pg.Pool): Promise<DatabaseFacts> {
  const { rows } = await pool.query<{ version: string; now: Date; migrated: boolean }>(
    `select current_setting('server_version') as version, clock_timestamp() as now,
      to_regclass('schema_migrations') is not null as migrated`,
  )
  const facts = rows[0]
  if (!facts) throw new Error('the database answered nothing')
  const applied = facts.migrated
    ? await pool.query<{ name: string }>('select name from schema_migrations order by name')
    : { rows: [] }
  return { version: facts.version, now: facts.now, migrations: applied.rows.map(({ name }) => name) }
}

export async function readSecretOwners(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ owner: string }>('select owner from secrets order by owner')
  return rows.map(({ owner }) => owner)
}
