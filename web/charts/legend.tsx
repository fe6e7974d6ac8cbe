import { useId } from 'react'
import type { Basis } from '../../src/platform/http/schemas.ts'
import { words } from '../words/index.ts'
import { Hatch } from './bars.tsx'
import type { Column, Limit, Series } from './series.ts'

const SHOWN: readonly Basis[] = ['settled', 'provisional', 'estimated', 'unknown']

/** Names only what the chart holds. */
export function Legend({
  series,
  columns,
  marks,
  limit,
}: {
  series: readonly Series[]
  columns: readonly Column[]
  marks: boolean
  limit: Limit | null
}) {
  const present = new Set<Basis>(columns.map((column) => (column.total === null ? 'unknown' : column.basis)))
  return (
    <div className="flex flex-wrap justify-between gap-x-8 gap-y-2 text-xs text-muted">
      {series.length > 1 ? (
        <ul aria-label={words.charts.legend} className="flex min-w-0 flex-wrap gap-x-4 gap-y-1">
          {series.map((one) => (
            <li key={one.key} className="flex min-w-0 items-center gap-1.5">
              <span className="size-2.5 shrink-0 rounded-[2px]" style={{ background: one.color }} />
              <bdi className="max-w-40 truncate" title={one.name}>
                {one.name}
              </bdi>
            </li>
          ))}
        </ul>
      ) : null}
      <ul aria-label={words.charts.legendBasis} className="flex flex-wrap gap-x-4 gap-y-1">
        {SHOWN.filter((basis) => present.has(basis)).map((basis) => (
          <li key={basis} className="flex items-center gap-1.5">
            <BasisMark basis={basis} />
            {words.spend.basis[basis]}
          </li>
        ))}
        {limit ? (
          <li className="flex items-center gap-1.5">
            <svg aria-hidden="true" width={16} height={12}>
              <line x2={16} y1={6} y2={6} stroke="var(--danger)" strokeWidth={1.5} strokeDasharray="2 4" />
            </svg>
            <span className="num">{limit.label}</span>
          </li>
        ) : null}
        {marks ? (
          <li className="flex items-center gap-1.5">
            <svg aria-hidden="true" width={8} height={14}>
              <path d="M0 14V0l8 4-8 4" fill="var(--ink)" />
            </svg>
            {words.charts.marks}
          </li>
        ) : null}
      </ul>
    </div>
  )
}

export function BasisMark({ basis }: { basis: Basis }) {
  const id = useId()
  return (
    <svg aria-hidden="true" width={12} height={12} className="shrink-0">
      {basis === 'estimated' ? (
        <defs>
          <Hatch id={id} color="var(--muted)" />
        </defs>
      ) : null}
      {basis === 'unknown' ? (
        <line x1={0} x2={12} y1={10} y2={10} stroke="var(--muted)" strokeWidth={2} strokeDasharray="2 3" />
      ) : (
        <rect
          width={12}
          height={12}
          fill={basis === 'estimated' ? `url(#${id})` : 'var(--muted)'}
          fillOpacity={basis === 'provisional' ? 0.6 : 1}
        />
      )}
    </svg>
  )
}
