import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Project } from '../../src/teams/api.ts'
import { projectQuery } from '../teams/queries.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { ContextTable } from './context-table.tsx'
import { FirstCall } from './first-call.tsx'
import { GuideKey } from './guide-key.tsx'
import { connectionQuery } from './queries.ts'
import { isLocalAddress } from './reach.ts'
import { Snippets } from './snippets.tsx'

const route = getRouteApi('/app/projects/$id/connect')
const say = words.connect

/** From a project to its first recorded call: a key, two lines of code, and the call as it arrives. */
export function ConnectPage() {
  const { id } = route.useParams()
  const project = useQuery(projectQuery(id))
  return (
    <Loaded query={project} skeleton={<Bone className="h-96 w-full" />}>
      {(found) => (
        <Page title={say.titleOf(found.name)} over={<Way project={found} />} under={say.about}>
          {found.archivedAt ? <Notice tone="warn">{say.archived}</Notice> : <Guide project={found} />}
        </Page>
      )}
    </Loaded>
  )
}

function Guide({ project }: { project: Project }) {
  const connection = useQuery({ ...connectionQuery, refetchInterval: 30_000 })
  return (
    <Loaded query={connection} skeleton={<Bone className="h-96 w-full" />}>
      {(found) => (
        <>
          {found.gateway === 'absent' ? <Notice tone="warn">{say.noGateway}</Notice> : null}
          {isLocalAddress(found.url) ? <Notice>{say.localOnly(found.url)}</Notice> : null}
          <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_320px]">
            <div className="flex min-w-0 flex-col gap-8">
              <Section title={say.steps.key}>
                <GuideKey project={project} />
              </Section>
              <Section title={say.steps.code}>
                <Snippets project={project} connection={found} />
              </Section>
            </div>
            <div className="min-w-0 lg:sticky lg:top-6 lg:self-start">
              <Section title={say.steps.call}>
                <FirstCall projectId={project.id} />
              </Section>
            </div>
          </div>
          <Section title={say.context.title} about={say.context.about}>
            <ContextTable />
          </Section>
        </>
      )}
    </Loaded>
  )
}

function Way({ project }: { project: Project }) {
  return (
    <span className="flex min-w-0 gap-1.5">
      <Link
        to="/teams/$id"
        params={{ id: project.teamId }}
        dir="auto"
        className="max-w-[50%] shrink-0 truncate underline-offset-4 hover:underline"
      >
        {project.teamName}
      </Link>
      <span aria-hidden="true">/</span>
      <Link
        to="/projects/$id"
        params={{ id: project.id }}
        dir="auto"
        className="truncate underline-offset-4 hover:underline"
      >
        {project.name}
      </Link>
    </span>
  )
}
