import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { PricedModel } from '../../src/pricing/api.ts'
import { isAdmin, useMe } from '../platform/session.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { TextField } from '../ui/field.tsx'
import { useNow } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { type Entering, EnterPrice } from './enter-price.tsx'
import { OwnPrices } from './own-prices.tsx'
import { findModels, rowsOf } from './price-rows.ts'
import { PriceListTable } from './price-table.tsx'
import { pricesQuery, unknownPricesQuery } from './queries.ts'
import { UnknownPricesTable } from './unknown-prices.tsx'

const route = getRouteApi('/app/prices')
const say = words.prices
const TYPING_MS = 250

export function PricesPage() {
  const admin = isAdmin(useMe())
  const prices = useQuery(pricesQuery)
  const unknown = useQuery(unknownPricesQuery)
  const today = new Date(useNow()).toISOString().slice(0, 10)
  const [entering, setEntering] = useState<Entering | null>(null)
  const blank: Entering = { model: '', tier: 'standard', validFrom: today, parts: ['input', 'cached input', 'output'] }
  const own = prices.data?.items.flatMap((model) => model.own) ?? []
  return (
    <Page
      title={say.title}
      under={say.about}
      actions={admin ? <Button onClick={() => setEntering(blank)}>{say.enter}</Button> : null}
    >
      <Section title={say.unknown.title}>
        <Loaded query={unknown} skeleton={<TableBones rows={2} />}>
          {(found) => <UnknownPricesTable unknown={found} enter={setEntering} />}
        </Loaded>
      </Section>
      {own.length > 0 ? (
        <Section title={say.own.title} about={say.own.about}>
          <OwnPrices rows={own} />
        </Section>
      ) : null}
      <Section title={say.list.title} about={say.list.about}>
        <Loaded query={prices} skeleton={<TableBones rows={10} />}>
          {({ items }) => <ListPrices models={items} today={today} />}
        </Loaded>
      </Section>
      <Section title={say.rules.title}>
        <ul className="flex max-w-[70ch] list-disc flex-col gap-1 pl-5 text-sm text-muted">
          {say.rules.items.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </Section>
      <EnterPrice entering={entering} close={() => setEntering(null)} />
    </Page>
  )
}

function ListPrices({ models, today }: { models: readonly PricedModel[]; today: string }) {
  const { q = '', all = false } = route.useSearch()
  const navigate = route.useNavigate()
  const [text, setText] = useState(q)
  const isAll = all || text.trim() !== ''
  const wanted = isAll ? models : models.filter(({ usedRecently }) => usedRecently)
  const rows = rowsOf(findModels(wanted, text), today)
  useEffect(() => {
    if (text === q) return
    const timer = setTimeout(() => void navigate({ search: searchOf(text, all), replace: true }), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text, q, all, navigate])
  const show = (which: string) => {
    setText('')
    void navigate({ search: searchOf('', which === 'all'), replace: true })
  }
  return (
    <>
      <search className="flex flex-wrap items-end gap-3">
        <div className="w-72 max-w-full">
          <TextField
            label={say.list.search}
            type="search"
            value={text}
            maxLength={100}
            placeholder={say.list.searchHint}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div>
          <Segmented
            label={say.list.which}
            value={isAll ? 'all' : 'used'}
            change={show}
            choices={[
              { value: 'used', label: say.list.used },
              { value: 'all', label: say.list.all },
            ]}
          />
        </div>
      </search>
      <p role="status" className="sr-only">
        {say.list.shown(rows.length)}
      </p>
      {rows.length > 0 ? (
        <PriceListTable rows={rows} whole={isAll} />
      ) : (
        <Empty
          title={isAll ? say.list.none : say.list.noneUsed}
          action={isAll ? null : <Button onClick={() => show('all')}>{say.list.showAll}</Button>}
        />
      )}
    </>
  )
}

function searchOf(text: string, all: boolean): { q?: string; all?: boolean } {
  const q = text.trim()
  return { ...(q === '' ? {} : { q }), ...(all ? { all } : {}) }
}
