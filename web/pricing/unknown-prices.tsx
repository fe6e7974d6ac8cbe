import { Link } from '@tanstack/react-router'
import type { UnknownPrice, UnknownPrices } from '../../src/pricing/api.ts'
import { isAdmin, useMe } from '../platform/session.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Cut } from '../ui/cut.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Notice } from '../ui/notice.tsx'
import { formatDay } from '../words/format.ts'
import { words } from '../words/index.ts'
import type { Entering } from './enter-price.tsx'
import { partLabel, quantityPhrase } from './price.ts'

const say = words.prices.unknown
const SHOWN_PROJECTS = 2

/** What is in no amount stands first on the page: everything else here is in order. */
export function UnknownPricesTable({ unknown, enter }: { unknown: UnknownPrices; enter: (start: Entering) => void }) {
  const admin = isAdmin(useMe())
  const { items, tokens } = unknown
  if (items.length === 0) return <Notice tone="ok">{say.none}</Notice>
  const missing = namesOf(items.filter((item) => item.parts.some((part) => !part.counted)))
  const floors = namesOf(items.filter((item) => item.parts.every((part) => part.counted)))
  return (
    <>
      {missing > 0 ? (
        <Notice tone="warn">
          {tokens === '0' ? say.uncounted(missing) : say.missing(missing, BigInt(tokens).toLocaleString('ko-KR'))}
          {admin ? null : ` ${say.askAdmin}`}
        </Notice>
      ) : null}
      {floors > 0 ? <Notice tone="warn">{say.floor(floors)}</Notice> : null}
      <DataTable caption={say.title} columns={columns(admin, enter)} rows={items} rowKey={keyOf} />
    </>
  )
}

function columns(admin: boolean, enter: (start: Entering) => void): Column<UnknownPrice>[] {
  const action: Column<UnknownPrice> = {
    key: 'enter',
    label: words.prices.enter,
    hideLabel: true,
    className: 'md:w-px',
    cell: ({ model, tier, since, parts }) =>
      model === null ? null : (
        <Button
          aria-label={say.enterOf(model)}
          onClick={() => enter({ model, tier, validFrom: since, parts: parts.map(({ part }) => part) })}
        >
          {words.prices.enter}
        </Button>
      ),
  }
  const told: Column<UnknownPrice>[] = [
    {
      key: 'model',
      label: words.prices.model,
      cell: ({ model, tier }) => (
        <span className="flex flex-col">
          {model === null ? <span title={say.unnamedHint}>{say.unnamed}</span> : <Cut>{model}</Cut>}
          {tier === 'standard' ? null : (
            <span className="text-xs font-normal text-muted">{words.prices.tiers[tier]}</span>
          )}
        </span>
      ),
    },
    {
      key: 'use',
      label: say.use,
      phone: 'wide',
      cell: ({ parts }) => (
        <ul className="flex flex-wrap gap-x-3 text-sm">
          {parts.map(({ part, unit, quantity }) => (
            <li key={part} className="num whitespace-nowrap">
              {partLabel(part)} {quantityPhrase(unit, quantity)}
            </li>
          ))}
          {parts.every(({ counted }) => counted) ? (
            <li>
              <Badge tone="warn">{say.counted}</Badge>
            </li>
          ) : null}
        </ul>
      ),
    },
    { key: 'projects', label: say.projects, cell: ({ projects }) => <Projects projects={projects} /> },
    { key: 'since', label: say.since, numeric: true, phone: 'line', cell: ({ since }) => formatDay(since) },
  ]
  return admin ? [...told, action] : told
}

function Projects({ projects }: Pick<UnknownPrice, 'projects'>) {
  if (projects.length === 0) return <span className="text-sm text-muted">{say.noProject}</span>
  const rest = projects.length - SHOWN_PROJECTS
  return (
    <span className="flex flex-wrap gap-x-2 text-sm">
      {projects.slice(0, SHOWN_PROJECTS).map(({ id, name, teamName }) => (
        <Link key={id} to="/projects/$id" params={{ id }} title={teamName} className="text-accent hover:underline">
          <Cut className="max-w-48">{name}</Cut>
        </Link>
      ))}
      {rest > 0 ? <span className="text-muted">{say.more(rest)}</span> : null}
    </span>
  )
}

function namesOf(items: readonly UnknownPrice[]): number {
  return new Set(items.map(({ model, kind }) => model ?? kind)).size
}

function keyOf({ model, kind, tier, parts }: UnknownPrice): string {
  return `${kind} ${model} ${tier} ${parts.map(({ part }) => part).join(' ')}`
}
