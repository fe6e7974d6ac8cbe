import { useQuery } from '@tanstack/react-query'
import { CollectionHistory } from '../collection/history.tsx'
import { PollingList } from '../collection/polling.tsx'
import { RunningCollections, useRefreshAtEnd } from '../collection/running.tsx'
import { AdminOnly } from '../platform/admin-only.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page, Section } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { JobRow } from './job-row.tsx'
import { jobsQuery } from './queries.ts'

const say = words.operations.jobs

export function JobsPage() {
  return (
    <AdminOnly>
      <JobsParts />
    </AdminOnly>
  )
}

function JobsParts() {
  const query = useQuery(jobsQuery)
  useRefreshAtEnd((query.data?.items ?? []).filter((job) => job.running).length)
  return (
    <Page title={say.title} under={say.about}>
      <RunningCollections />
      <Loaded query={query} skeleton={<TableBones rows={5} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say.empty} />
          ) : (
            <ul className="flex flex-col divide-y divide-line border-y border-line">
              {items.map((job) => (
                <JobRow key={job.name} job={job} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Section title={words.polling.title} about={words.polling.about}>
        <PollingList />
      </Section>
      <Section title={words.collection.history}>
        <CollectionHistory />
      </Section>
    </Page>
  )
}
