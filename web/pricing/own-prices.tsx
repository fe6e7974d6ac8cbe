import { useState } from 'react'
import type { OwnPrice } from '../../src/pricing/api.ts'
import { api } from '../platform/api.ts'
import { isAdmin, useMe } from '../platform/session.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Instant } from '../ui/instant.tsx'
import { formatFullDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import { formatPrice, modelLabel, partLabel } from './price.ts'

const say = words.prices.own

export function OwnPrices({ rows }: { rows: readonly OwnPrice[] }) {
  const admin = isAdmin(useMe())
  const [leaving, setLeaving] = useState<OwnPrice | null>(null)
  const remove = useWrite({
    act: (price: OwnPrice) => api.delete(`/api/prices/${price.id}`),
    say: (_answer, { model }) => say.removed(modelLabel(model)),
    done: () => setLeaving(null),
  })
  const action: Column<OwnPrice> = {
    key: 'remove',
    label: say.remove,
    hideLabel: true,
    className: 'md:w-px',
    cell: (price) => (
      <Button aria-label={say.removeOf(price.model, partLabel(price.part))} onClick={() => setLeaving(price)}>
        {say.remove}
      </Button>
    ),
  }
  return (
    <>
      <DataTable
        caption={say.title}
        columns={admin ? [...COLUMNS, action] : COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
      />
      <Confirm
        open={leaving !== null}
        close={() => {
          setLeaving(null)
          remove.reset()
        }}
        title={say.removeTitle(modelLabel(leaving?.model ?? ''))}
        body={
          leaving
            ? say.removeBody(partLabel(leaving.part), formatPrice(leaving.price), formatFullDay(leaving.validFrom))
            : ''
        }
        confirm={say.removeConfirm}
        act={() => leaving && remove.mutate(leaving)}
        pending={remove.isPending}
        error={remove.error}
      />
    </>
  )
}

const COLUMNS: Column<OwnPrice>[] = [
  { key: 'model', label: words.prices.model, cell: ({ model }) => <Cut>{modelLabel(model)}</Cut> },
  { key: 'tier', label: words.prices.tier, cell: ({ tier }) => words.prices.tiers[tier] },
  { key: 'part', label: say.part, cell: ({ part }) => partLabel(part) },
  {
    key: 'price',
    label: words.prices.price,
    numeric: true,
    phone: 'line',
    cell: ({ unit, price }) => (
      <span className="whitespace-nowrap">
        <span className="text-xs text-muted">{words.prices.units[unit]}</span> {formatPrice(price)}
      </span>
    ),
  },
  { key: 'from', label: words.prices.validFrom, numeric: true, phone: 'line', cell: ({ validFrom }) => validFrom },
  {
    key: 'by',
    label: say.by,
    cell: ({ by, at, reason }) => (
      <span className="flex flex-col text-sm" title={reason ?? undefined}>
        <span>
          <bdi>{by}</bdi> <Instant at={at} className="text-xs text-muted" />
        </span>
        {reason ? <Cut className="max-w-60 text-xs text-muted">{reason}</Cut> : null}
      </span>
    ),
  },
]
