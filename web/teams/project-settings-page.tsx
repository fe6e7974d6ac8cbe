import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Project } from '../../src/teams/api.ts'
import { ForbiddenPage } from '../platform/error-page.tsx'
import { canManage, isAdmin, useMe } from '../platform/session.ts'
import { OpenAiKeySection } from '../project-keys/openai-key-section.tsx'
import { ProjectKeySection } from '../project-keys/project-key-section.tsx'
import { ThresholdPanel } from '../thresholds/threshold-panel.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { ArchiveProject } from './archive-project.tsx'
import { BindingSettings } from './binding-settings.tsx'
import { MoveProject } from './move-project.tsx'
import { projectQuery } from './queries.ts'
import { RenameSection } from './rename-section.tsx'

const route = getRouteApi('/app/projects/$id/settings')
const say = words.projects

export function ProjectSettingsPage() {
  const { id } = route.useParams()
  const project = useQuery(projectQuery(id))
  return (
    <Loaded query={project} skeleton={<Bone className="h-96 w-full" />}>
      {(found) => (canManage(found) ? <Settings project={found} /> : <ForbiddenPage detail={say.settingsForbidden} />)}
    </Loaded>
  )
}

function Settings({ project }: { project: Project }) {
  const me = useMe()
  return (
    <Page
      title={say.settings}
      over={
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
      }
    >
      {project.archivedAt ? <Notice>{say.archivedNote}</Notice> : <BindingSettings project={project} />}
      {project.archivedAt ? null : <ThresholdPanel projectId={project.id} isSetting />}
      <ProjectKeySection projectId={project.id} isArchived={project.archivedAt !== null} />
      {project.archivedAt ? null : <OpenAiKeySection projectId={project.id} />}
      <RenameSection path={`/api/projects/${project.id}`} name={project.name} label={say.name} say={say.rename} />
      {isAdmin(me) && !project.archivedAt ? <MoveProject key={project.teamId} project={project} /> : null}
      <ArchiveProject project={project} />
    </Page>
  )
}
