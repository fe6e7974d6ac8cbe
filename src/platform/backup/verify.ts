import { BackupError, type Footer, type Header, readBackup } from './format.ts'

export type BackupContents = { header: Header; footer: Footer }

/** Reads the whole file once: whatever is cut off, changed or out of place shows before a database is touched. */
export async function verifyBackup(path: string): Promise<BackupContents> {
  let header: Header | undefined
  let footer: Footer | undefined
  let width = -1
  const rows = new Map<string, number>()
  let table = ''
  for await (const entry of readBackup(path)) {
    if (footer) throw new BackupError('damaged', 'something follows the end')
    if (entry.kind === 'header') header = entry.header
    if (entry.kind === 'table') {
      table = entry.name
      width = header?.tables.find(({ name }) => name === table)?.columns.length ?? -1
      if (width < 0 || rows.has(table)) throw new BackupError('damaged', `table ${table} is out of place`)
      rows.set(table, 0)
    }
    if (entry.kind === 'row') {
      if (entry.values.length !== width) throw new BackupError('damaged', `a row of ${table} has another width`)
      rows.set(table, (rows.get(table) ?? 0) + 1)
    }
    if (entry.kind === 'footer') {
      footer = entry.footer
      if (entry.sha256 !== footer.sha256) throw new BackupError('damaged', 'the checksum does not match')
    }
  }
  if (!header || !footer) throw new BackupError('damaged', 'the end is missing')
  for (const { name } of header.tables) {
    if (rows.get(name) !== footer.rows[name]) throw new BackupError('damaged', `rows of ${name} are missing`)
  }
  return { header, footer }
}
