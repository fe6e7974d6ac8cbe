import type { Column } from '../ui/data-table.tsx'
import { ShortTable } from '../ui/short-table.tsx'
import { words } from '../words/index.ts'
import { formatPrice, modelLabel, pricePhrase } from './price.ts'
import type { PriceRow } from './price-rows.ts'

const say = words.prices.list
const FIRST_PRICES = 20
const MAIN = ['input', 'cached input', 'output'] as const

/** Begins short, unless somebody asked for all of it. */
export function PriceListTable({ rows, whole }: { rows: readonly PriceRow[]; whole: boolean }) {
  return (
    <ShortTable
      caption={say.title}
      columns={COLUMNS}
      rows={rows}
      rowKey={({ key }) => key}
      muted={({ state }) => state !== 'now'}
      first={whole ? rows.length : FIRST_PRICES}
    />
  )
}

const COLUMNS: Column<PriceRow>[] = [
  {
    key: 'model',
    label: words.prices.model,
    className: 'md:min-w-44',
    cell: ({ model, tier, note, longContext }) => (
      <span className="flex flex-col">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span>{modelLabel(model)}</span>
          {tier === 'standard' ? null : (
            <span className="text-xs font-normal text-muted">{words.prices.tiers[tier]}</span>
          )}
        </span>
        {note ? <span className="text-xs font-normal text-muted">{note}</span> : null}
        {longContext ? (
          <span className="text-xs font-normal text-muted">
            {say.longContext(longContext.above.toLocaleString('ko-KR'), longContext.prices.map(pricePhrase).join(', '))}
          </span>
        ) : null}
      </span>
    ),
  },
  ...MAIN.map(
    (part): Column<PriceRow> => ({
      key: part,
      label: words.prices.parts[part] ?? part,
      numeric: true,
      cell: ({ prices }) => {
        const found = prices.find((one) => one.part === part)
        return found ? formatPrice(found.price) : <span className="text-muted">–</span>
      },
    }),
  ),
  {
    key: 'others',
    label: say.others,
    phone: 'wide',
    className: 'max-md:has-[ul:empty]:hidden!',
    cell: ({ prices }) => (
      <ul className="flex flex-wrap gap-x-3 text-sm">
        {prices
          .filter(({ part }) => !MAIN.some((main) => main === part))
          .map((price) => (
            <li key={price.part} className="num whitespace-nowrap">
              {pricePhrase(price)}
            </li>
          ))}
      </ul>
    ),
  },
  {
    key: 'since',
    label: say.since,
    phone: 'line',
    wideOnly: true,
    cell: ({ validFrom, state }) => (
      <span className="text-sm whitespace-nowrap">
        {validFrom === null ? say.always : say.from(validFrom)}
        {state === 'now' ? null : ` · ${state === 'past' ? say.past : say.coming}`}
      </span>
    ),
  },
  {
    key: 'source',
    label: say.source,
    phone: 'line',
    cell: ({ source }) => (
      <a
        href={source.url}
        target="_blank"
        rel="noreferrer"
        title={source.title}
        className="text-sm whitespace-nowrap text-accent hover:underline"
      >
        {say.readOn(source.readOn)}
      </a>
    ),
  },
]
