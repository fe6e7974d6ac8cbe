import type { Database } from '../../src/platform/db/database.ts'

/** What moves with every request, refused or not, and is no content: when somebody was seen, how often they tried. */
const VOLATILE = new Set(['schema_migrations', 'sessions', 'throttles', 'verifications', 'job_runs'])
const VOLATILE_COLUMNS: Record<string, string> = { people: 'last_seen_at', personal_tokens: 'last_used_at' }

/** A fingerprint of every table of the workspace, to prove that a refused request changed nothing. */
export async function fingerprintOf({ pool }: Database): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  const parts = tables
    .filter(({ name }) => !VOLATILE.has(name))
    .map(({ name }) => {
      const text = `(to_jsonb(t) - '${VOLATILE_COLUMNS[name] ?? ''}')::text`
      return `select '${name}' as name, count(*) || ' ' || md5(coalesce(string_agg(${text}, ',' order by ${text}), '')) as print from "${name}" t`
    })
  const { rows } = await pool.query<{ name: string; print: string }>(parts.join(' union all '))
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]))
}
