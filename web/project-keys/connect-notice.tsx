import { useQuery } from '@tanstack/react-query'
import type { Project } from '../../src/teams/api.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'
import { newestCallQuery } from './queries.ts'

const say = words.connect

/** The way to recorded calls, as long as there is none. */
export function ConnectNotice({ project }: { project: Project }) {
  const newest = useQuery(newestCallQuery(project.id))
  if (project.archivedAt || newest.data !== null) return null
  return (
    <Notice
      action={
        <ButtonLink to="/projects/$id/connect" params={{ id: project.id }}>
          {say.link}
        </ButtonLink>
      }
    >
      {say.invite}
    </Notice>
  )
}
