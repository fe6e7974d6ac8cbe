import type { Breakdown } from '../../src/causes/api.ts'
import { formatShare, formatUsd } from '../words/format.ts'
import { words } from '../words/index.ts'
import { roundTogether } from './rounding.ts'
import { signed } from './signed.ts'

const say = words.causes
type Kind = keyof typeof say.tables
type Mode = 'rise' | 'spend'

/** Who grew, with a bar for its share of the rise; the rest and the gap to the bill make the sum complete. */
export function BreakdownTable({ kind, mode, table }: { kind: Kind; mode: Mode; table: Breakdown }) {
  const { rows, other, gap } = table
  const all = [...rows.map(({ amount }) => amount), ...(other ? [other.amount] : []), ...(gap === null ? [] : [gap])]
  const shown = roundTogether(all)
  const gapAmount = gap === null ? '0' : (shown.at(-1) ?? '0')
  const write = (place: number) => (mode === 'rise' ? signed(shown[place] ?? '0') : formatUsd(shown[place] ?? '0'))
  const caption = say.tableOf(say.tables[kind], mode)
  return (
    <div className="min-w-0">
      <table className="w-full table-fixed border-collapse text-sm">
        <caption className="pb-1 text-left text-xs font-medium text-muted">{caption}</caption>
        <tbody>
          {rows.map((row, place) => (
            <tr key={row.name ?? ''} className="border-b border-line">
              <th scope="row" className="relative py-1.5 pr-2 text-left font-normal">
                <bdi className="block truncate" title={row.name ?? say.unknownName}>
                  {nameOf(kind, row.name)}
                </bdi>
                <span
                  aria-hidden="true"
                  className="absolute bottom-0 left-0 h-0.5 bg-accent"
                  style={{ width: `${Math.max(0, Math.min(1, row.share ?? 0)) * 100}%` }}
                />
              </th>
              <td
                className="num w-24 py-1.5 text-right"
                title={row.usual === null ? undefined : say.usualOf(formatUsd(row.usual))}
              >
                {write(place)}
              </td>
              <td className="num w-12 py-1.5 text-right text-muted">
                {row.share === null ? '' : formatShare(row.share)}
              </td>
            </tr>
          ))}
          {other ? <Rest name={say.other(other.count)} amount={write(rows.length)} /> : null}
          {Number(gapAmount) === 0 ? null : <Rest name={say.gap} amount={write(all.length - 1)} />}
        </tbody>
      </table>
      {all.length === 0 ? <p className="text-sm text-muted">{say.noRows}</p> : null}
    </div>
  )
}

function Rest({ name, amount }: { name: string; amount: string }) {
  return (
    <tr className="border-b border-line text-muted">
      <th scope="row" className="py-1.5 pr-2 text-left font-normal">
        {name}
      </th>
      <td className="num py-1.5 text-right">{amount}</td>
      <td />
    </tr>
  )
}

/** A key is known by its end, as everywhere. */
function nameOf(kind: Kind, name: string | null): string {
  if (name === null) return say.unknownName
  return kind === 'keys' && name.length > 8 ? `…${name.slice(-4)}` : name
}
