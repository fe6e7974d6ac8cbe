import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Team } from '../../src/teams/api.ts'
import { ChannelSettings } from '../channels/channel-settings.tsx'
import { PollingList } from '../collection/polling.tsx'
import { RunningCollections } from '../collection/running.tsx'
import { ForbiddenPage } from '../platform/error-page.tsx'
import { canManage, isAdmin, useMe } from '../platform/session.ts'
import { TeamThresholds } from '../thresholds/team-thresholds.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page, SettingsSection } from '../ui/page.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { AdminKeySection } from './admin-key-section.tsx'
import { ArchiveTeam } from './archive-team.tsx'
import { CreateProjectButton } from './create-project.tsx'
import { ImportProjects } from './import-projects.tsx'
import { MemberSettings } from './member-settings.tsx'
import { teamQuery } from './queries.ts'
import { RenameSection } from './rename-section.tsx'

const route = getRouteApi('/app/teams/$id/settings')
const say = words.teams

export function TeamSettingsPage() {
  const { id } = route.useParams()
  const team = useQuery(teamQuery(id))
  return (
    <Loaded query={team} skeleton={<Bone className="h-96 w-full" />}>
      {(found) => (canManage(found) ? <Settings team={found} /> : <ForbiddenPage detail={say.settingsForbidden} />)}
    </Loaded>
  )
}

function Settings({ team }: { team: Team }) {
  const me = useMe()
  return (
    <Page
      title={say.settingsTitle}
      over={
        <Link
          to="/teams/$id"
          params={{ id: team.id }}
          dir="auto"
          className="inline-block max-w-full truncate align-bottom underline-offset-4 hover:underline"
        >
          {team.name}
        </Link>
      }
      actions={team.archivedAt ? null : <CreateProjectButton teamId={team.id} />}
    >
      <RunningCollections teamId={team.id} />
      {team.archivedAt ? null : (
        <>
          <AdminKeySection team={team} />
          {team.adminKeys.length > 0 ? (
            <>
              <SettingsSection title={words.polling.title} about={words.polling.about}>
                <PollingList teamId={team.id} />
              </SettingsSection>
              <ImportProjects team={team} />
            </>
          ) : null}
          <TeamThresholds teamId={team.id} />
          <MemberSettings team={team} />
          <ChannelSettings teamId={team.id} />
        </>
      )}
      <RenameSection path={`/api/teams/${team.id}`} name={team.name} label={say.name} say={say.rename} />
      {isAdmin(me) ? <ArchiveTeam team={team} /> : null}
    </Page>
  )
}
