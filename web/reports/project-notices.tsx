import type { ProjectSpend } from '../../src/reports/api.ts'
import type { Project } from '../../src/teams/api.ts'
import { canManage } from '../platform/session.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'

const say = words.projects

/** Why the figures below are missing or old, and the one step that changes it. */
export function ProjectNotices({ project, state }: { project: Project; state: ProjectSpend['state'] }) {
  const manages = canManage(project)
  if (project.archivedAt) return <Notice>{say.archivedNote}</Notice>
  switch (state) {
    case 'no-binding':
      return manages ? (
        <Notice
          tone="warn"
          action={
            <ButtonLink to="/projects/$id/settings" params={{ id: project.id }} tone="primary">
              {say.addBinding}
            </ButtonLink>
          }
        >
          {say.noBinding}
        </Notice>
      ) : (
        <Notice tone="warn">{say.noBindingMember}</Notice>
      )
    case 'no-key':
    case 'key-broken': {
      const isBroken = state === 'key-broken'
      const action = manages ? (
        <ButtonLink to="/teams/$id/settings" params={{ id: project.teamId }} tone={isBroken ? 'primary' : 'plain'}>
          {say.checkKey}
        </ButtonLink>
      ) : null
      return (
        <Notice tone={isBroken ? 'danger' : 'warn'} action={action}>
          {isBroken ? say.keyBroken : say.noKey}
        </Notice>
      )
    }
    case 'no-data':
      return <Notice>{say.noData}</Notice>
    case 'archived':
    case 'ok':
    case 'warning':
    case 'exceeded':
    case 'slowed':
    case 'blocked':
      return null
  }
}
