import { type Column, DataTable } from '../ui/data-table.tsx'
import { words } from '../words/index.ts'

const say = words.connect.context
type Row = (typeof say.rows)[number]

const COLUMNS: Column<Row>[] = [
  { key: 'header', label: say.header, cell: ({ header }) => <code className="text-sm">{header}</code> },
  {
    key: 'meaning',
    label: say.meaning,
    phone: 'wide',
    cell: ({ meaning }) => <span className="text-sm">{meaning}</span>,
  },
  {
    key: 'example',
    label: say.example,
    cell: ({ example }) => <code className="text-sm break-all text-muted">{example}</code>,
  },
]

/** What a call may say of itself. */
export function ContextTable() {
  return <DataTable caption={say.title} columns={COLUMNS} rows={say.rows} rowKey={({ header }) => header} />
}
