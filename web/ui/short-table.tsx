import { useState } from 'react'
import { words } from '../words/index.ts'
import { Button } from './button.tsx'
import { DataTable, type TableProps } from './data-table.tsx'

const FIRST_ROWS = 10
const say = words.common

/** Begins with its first rows, so that what stands below it on the page is not miles away. */
export function ShortTable<Row>({ first = FIRST_ROWS, ...table }: TableProps<Row> & { first?: number }) {
  const [open, setOpen] = useState(false)
  const { rows, caption } = table
  const rest = rows.length - first
  if (rest <= 0) return <DataTable {...table} />
  const text = open ? say.less : say.moreRows(rest)
  return (
    <>
      <DataTable {...table} rows={open ? rows : rows.slice(0, first)} />
      <Button
        aria-expanded={open}
        aria-label={say.actOn(caption, text)}
        onClick={() => setOpen(!open)}
        className="self-start"
      >
        {text}
      </Button>
    </>
  )
}
