import type { ReactNode } from 'react'

export type Column<Row> = {
  key: string
  label: string
  cell: (row: Row) => ReactNode
  numeric?: boolean
  /** On a phone the first column leads the row; the others follow as "label value" lines, figures two in a line. */
  phone?: 'line' | 'half' | 'wide' | 'hidden'
  hideLabel?: boolean
  /** Left out between phone and desktop, where the row is too narrow for it. */
  wideOnly?: boolean
  className?: string
  /** The head is a button: in which order the rows stand by this column now (null: by another), and what a press does. */
  sort?: { order: 'asc' | 'desc' | null; press: () => void }
}

export type TableProps<Row> = {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  muted?: (row: Row) => boolean
}

const WIDE_ONLY = 'max-lg:md:hidden'

// Stacked rows lose their table roles in browsers, so they are said again.
const ROLE = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  lead: { role: 'rowheader' },
  cell: { role: 'cell' },
}

export function DataTable<Row>({ caption, columns, rows, rowKey, muted }: TableProps<Row>) {
  return (
    <table {...ROLE.table} aria-label={caption} className="w-full border-collapse text-base max-md:block">
      <thead {...ROLE.group} className="max-md:sr-only">
        <tr {...ROLE.row}>
          {columns.map((column) => (
            <th
              {...ROLE.head}
              key={column.key}
              scope="col"
              aria-sort={ariaSort(column.sort)}
              className={`border-b border-line px-3 py-2 text-xs font-medium whitespace-nowrap text-muted first:pl-0 last:pr-0 ${column.numeric ? 'text-right' : 'text-left'} ${column.wideOnly ? WIDE_ONLY : ''}`}
            >
              <Head column={column} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...ROLE.group} className="max-md:block">
        {rows.map((row) => (
          <tr
            {...ROLE.row}
            key={rowKey(row)}
            className={`border-b border-line hover:bg-surface max-md:grid max-md:grid-cols-2 max-md:gap-x-6 max-md:gap-y-1 max-md:py-3 ${muted?.(row) ? 'text-muted' : ''}`}
          >
            {columns.map((column, index) => (
              <Cell key={column.key} column={column} lead={index === 0}>
                {column.cell(row)}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Head<Row>({ column: { label, hideLabel, sort, numeric } }: { column: Column<Row> }) {
  if (hideLabel) return <span className="sr-only">{label}</span>
  if (!sort) return label
  return (
    <button
      type="button"
      onClick={sort.press}
      className={`inline-flex min-h-6 items-center gap-1 underline-offset-4 hover:underline ${numeric ? 'flex-row-reverse' : ''}`}
    >
      {label}
      <svg aria-hidden="true" viewBox="0 0 8 8" className={`size-2 ${sort.order ? '' : 'opacity-0'}`}>
        <path d={sort.order === 'asc' ? 'M4 1 8 7H0z' : 'M4 7 0 1h8z'} fill="currentColor" />
      </svg>
    </button>
  )
}

function ariaSort(sort: Column<unknown>['sort']) {
  if (!sort) return undefined
  if (sort.order === null) return 'none'
  return sort.order === 'asc' ? 'ascending' : 'descending'
}

function Cell<Row>({ column, lead, children }: { column: Column<Row>; lead: boolean; children: ReactNode }) {
  const align = column.numeric ? 'text-right num' : 'text-left'
  const phone =
    lead || column.phone === 'wide'
      ? 'max-md:col-span-2 max-md:block max-md:text-left'
      : 'max-md:flex max-md:items-center max-md:justify-between max-md:gap-4'
  const half = (column.phone ?? (column.numeric ? 'half' : 'line')) === 'half' ? '' : 'max-md:col-span-2'
  const hidden = column.phone === 'hidden' ? 'max-md:hidden!' : ''
  const shared = `h-11 px-3 py-1.5 align-middle first:pl-0 last:pr-0 max-md:h-auto max-md:min-h-6 max-md:p-0 ${align} ${phone} ${half} ${hidden} ${column.wideOnly ? WIDE_ONLY : ''} ${column.className ?? ''}`
  if (lead) {
    return (
      <th {...ROLE.lead} scope="row" className={`${shared} font-medium`}>
        {children}
      </th>
    )
  }
  return (
    <td {...ROLE.cell} className={shared}>
      {column.hideLabel || column.phone === 'wide' ? null : (
        <span aria-hidden="true" className="shrink-0 text-xs text-muted md:hidden">
          {column.label}
        </span>
      )}
      {children}
    </td>
  )
}
