import type { Notice } from '../../channels/index.ts'

/** Where the product stands, and in which zone its people read instants. */
export type Place = { publicUrl: string; timeZone: string }
type Link = Notice['links'][number]
type Case = { projectId: string; breachId: string }

export function seeMore({ projectId, breachId }: Case, { publicUrl }: Place): Link {
  return { label: '상세 보기', url: `${publicUrl}/projects/${projectId}?breach=${breachId}` }
}

/** Opens the dialog itself: two more clicks stop the project. */
export function actNow({ projectId }: Case, { publicUrl }: Place): Link {
  return { label: '지금 차단하기', url: `${publicUrl}/projects/${projectId}?block=1`, danger: true }
}

export function seeProject(projectId: string, { publicUrl }: Place): Link {
  return { label: '상세 보기', url: `${publicUrl}/projects/${projectId}` }
}

export function seeTeamSettings(teamId: string, { publicUrl }: Place): Link {
  return { label: '키 확인', url: `${publicUrl}/teams/${teamId}/settings` }
}
