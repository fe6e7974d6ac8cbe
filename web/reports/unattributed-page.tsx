import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Unattributed } from '../../src/reports/unattributed/api.ts'
import { singleSeries } from '../charts/series.ts'
import { TrendChart } from '../charts/trend-chart.tsx'
import { AdminOnly } from '../platform/admin-only.tsx'
import { amounts } from '../ui/amount.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { ChartBones, TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { FreshnessLine } from './freshness-line.tsx'
import { unattributedQuery } from './queries.ts'
import { UnattributedScopes } from './unattributed-scopes.tsx'

const say = words.settings.unattributed

export function UnattributedPage() {
  return (
    <AdminOnly>
      <UnattributedParts />
    </AdminOnly>
  )
}

function UnattributedParts() {
  const [days, setDays] = useState(30)
  const query = useQuery(unattributedQuery(days))
  return (
    <Page
      title={say.title}
      under={say.about}
      actions={
        <Segmented
          label={words.projects.period}
          value={String(days)}
          choices={[30, 90, 180].map((period) => ({ value: String(period), label: words.projects.days(period) }))}
          change={(value) => setDays(Number(value))}
        />
      }
    >
      <Loaded query={query} skeleton={<Bones />}>
        {(read) => (read.scopes.length === 0 ? <Empty title={say.none} /> : <Parts read={read} />)}
      </Loaded>
    </Page>
  )
}

function Parts({ read }: { read: Unattributed }) {
  return (
    <>
      <dl>
        <dt className="text-sm text-muted">{say.total(read.days)}</dt>
        <dd className="num text-2xl font-semibold">{amounts(read.total)}</dd>
      </dl>
      <TrendChart
        title={say.trend(read.days)}
        label={say.trend(read.days)}
        series={singleSeries(say.title, read.trend)}
      />
      <Section title={say.scopes}>
        <UnattributedScopes scopes={read.scopes} />
      </Section>
      <FreshnessLine freshness={read.freshness} />
    </>
  )
}

function Bones() {
  return (
    <div className="flex flex-col gap-6">
      <ChartBones />
      <TableBones rows={4} />
    </div>
  )
}
