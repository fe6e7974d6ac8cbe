import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ProjectSpend } from '../../src/reports/api.ts'
import type { Project } from '../../src/teams/api.ts'
import { ActionList } from '../actions/action-list.tsx'
import { OpenBreaches } from '../alerts/open-breaches.tsx'
import { BlockBar } from '../blocking/block-bar.tsx'
import { BlockStatus, PastBlocks } from '../blocking/block-status.tsx'
import { DriftList } from '../blocking/drift-list.tsx'
import { CausePanel } from '../causes/cause-panel.tsx'
import { Reconciliation } from '../ledger/reconciliation.tsx'
import { canManage } from '../platform/session.ts'
import { ConnectNotice } from '../project-keys/connect-notice.tsx'
import { BindingList } from '../teams/binding-list.tsx'
import { ProjectIds } from '../teams/project-ids.tsx'
import { projectQuery } from '../teams/queries.ts'
import { ThresholdPanel } from '../thresholds/threshold-panel.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { ValuePanel } from '../value/value-panel.tsx'
import { words } from '../words/index.ts'
import { FreshnessLine } from './freshness-line.tsx'
import { LimitPhases } from './limit-phases.tsx'
import { LineItems } from './line-items.tsx'
import { PageBones, ProjectBones } from './project-bones.tsx'
import { ProjectFigures } from './project-figures.tsx'
import { ProjectNotices } from './project-notices.tsx'
import { ProjectTrend } from './project-trend.tsx'
import { projectSpendQuery } from './queries.ts'
import { Restatements } from './restatements.tsx'
import { SpendState } from './spend-state.tsx'
import { UnpricedNote } from './unpriced-note.tsx'

const route = getRouteApi('/app/projects/$id')
const say = words.projects

/** In the order of a bad Monday: what it costs now, why, what is done about it, and then the papers. */
export function ProjectPage() {
  const { id } = route.useParams()
  const { days = 30, breach, block } = route.useSearch()
  const navigate = route.useNavigate()
  const forgetBlock = () =>
    void navigate({ search: ({ block: _asked, ...rest }) => rest, replace: true, resetScroll: false })
  const project = useQuery(projectQuery(id))
  const spend = useQuery(projectSpendQuery(id, days))
  return (
    <Loaded query={project} skeleton={<PageBones />}>
      {(found) => (
        <Page
          title={found.name}
          over={<TeamLink project={found} />}
          under={<UnderTitle project={found} spend={spend.data} />}
          actions={
            canManage(found) ? (
              <ButtonLink to="/projects/$id/settings" params={{ id }}>
                {say.settings}
              </ButtonLink>
            ) : null
          }
        >
          <BlockBar project={found} asked={block === 1} answered={forgetBlock} />
          <OpenBreaches projectId={id} breach={breach} />
          <BlockStatus projectId={id} teamId={found.teamId} />
          <Loaded query={spend} skeleton={<ProjectBones />}>
            {(read) => (
              <>
                <ProjectNotices project={found} state={read.state} />
                <ConnectNotice project={found} />
                <ProjectFigures spend={read} />
                <LimitPhases limits={read.limits} />
                <ProjectTrend project={found} spend={read} days={days} />
                <UnpricedNote unpriced={read.unpriced} />
                <FreshnessLine freshness={read.freshness} />
              </>
            )}
          </Loaded>
          <CausePanel projectId={id} />
          <ValuePanel projectId={id} name={found.name} />
          <ThresholdPanel projectId={id} />
          {spend.data ? (
            <>
              <LineItems items={spend.data.lineItems} days={days} />
              <Restatements restatements={spend.data.restatements} />
              <Reconciliation projectId={id} />
            </>
          ) : null}
          <Section title={say.bindings}>
            <BindingList projectId={id} />
          </Section>
          <PastBlocks subject={{ kind: 'projects', id }} />
          <DriftList projectId={id} />
          <Section title={say.history}>
            <ActionList filter={{ projectId: id }} limit={10} />
          </Section>
        </Page>
      )}
    </Loaded>
  )
}

function TeamLink({ project }: { project: Project }) {
  return (
    <Link
      to="/teams/$id"
      params={{ id: project.teamId }}
      dir="auto"
      className="inline-block max-w-full truncate align-bottom underline-offset-4 hover:underline"
    >
      {project.teamName}
    </Link>
  )
}

function UnderTitle({ project, spend }: { project: Project; spend: ProjectSpend | undefined }) {
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {spend ? <SpendState state={project.archivedAt ? 'archived' : spend.state} /> : <Bone className="h-5 w-16" />}
      <ProjectIds projectId={project.id} />
    </span>
  )
}
