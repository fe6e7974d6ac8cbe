import type pg from 'pg'

/** A table of ours as the dump sees it: the columns that can be written, with the types to read them back as. */
export type Table = {
  name: string
  columns: { name: string; type: string }[]
  /** The place of the day by which it is partitioned; null: it is not. */
  partitionedBy: number | null
}

export class ForeignKeyLoop extends Error {}

/** Every table of ours, those that others refer to first; of one in partitions the whole. The queue of the jobs lives in a schema of its own and is made anew. */
export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<{ table: string; column: string; type: string; partitions: boolean }>(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
      exists (select from pg_partitioned_table p where p.partrelid = c.oid and p.partattrs[0] = a.attnum) as partitions
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> 'schema_migrations'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by c.relname, a.attnum`)
  const tables = new Map<string, Table>()
  for (const { table, column, type, partitions } of rows) {
    const found = tables.get(table) ?? { name: table, columns: [], partitionedBy: null }
    if (partitions) found.partitionedBy = found.columns.length
    found.columns.push({ name: column, type })
    tables.set(table, found)
  }
  return inOrder([...tables.values()], await readReferences(client))
}

async function readReferences(client: pg.ClientBase): Promise<{ from: string; to: string }[]> {
  const { rows } = await client.query<{ from: string; to: string }>(`
    select f.relname as from, t.relname as to
    from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and f.relnamespace = 'public'::regnamespace`)
  return rows
}

function inOrder(tables: readonly Table[], references: readonly { from: string; to: string }[]): Table[] {
  const ordered: Table[] = []
  let left = [...tables]
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name))
    const ready = left.filter(({ name }) => !references.some(({ from, to }) => from === name && waiting.has(to)))
    if (ready.length === 0) throw new ForeignKeyLoop(left.map(({ name }) => name).join(', '))
    ordered.push(...ready)
    left = left.filter((table) => !ready.includes(table))
  }
  return ordered
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Text in and out must not depend on the server's settings. Lasts until the transaction ends. */
export async function fixTextFormats(client: pg.ClientBase): Promise<void> {
  await client.query(`set local datestyle to 'ISO, YMD'`)
  await client.query(`set local timezone to 'UTC'`)
  await client.query(`set local intervalstyle to 'postgres'`)
  await client.query(`set local bytea_output to 'hex'`)
  await client.query('set local extra_float_digits to 1')
}
