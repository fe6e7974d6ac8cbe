import { countOf } from '../../platform/korean/amounts.ts'
import { instantOf } from '../../platform/korean/times.ts'
import type { NoData, NoDataCause } from '../../thresholds/index.ts'
import type { Words } from '../tell.ts'
import { type Place, seeProject, seeTeamSettings } from './links.ts'
import { nameOf } from './name.ts'

const NAMED = 5
const CAUSES: Record<NoDataCause, string> = {
  'key-broken': 'OpenAI가 팀의 Admin API 키를 거부하고 있습니다',
  'key-off': '팀의 Admin API 키가 비활성화되어 있습니다',
  'poll-overdue': '사용량 집계가 늦어지고 있습니다',
}

/** Projects of one team that became dark, or light again, for one reason at one moment: one message. */
export function noDataWords(episodes: readonly [NoData, ...NoData[]], place: Place): Words {
  const [{ teamId, teamName, phase, cause, at }] = episodes
  const since = new Date(Math.min(...episodes.map((one) => one.since.getTime())))
  const projects = { label: '프로젝트', value: listOf(episodes.map((one) => one.projectName)) }
  const [only] = episodes
  const link = episodes.length === 1 ? seeProject(only.projectId, place) : seeTeamSettings(teamId, place)
  if (phase === 'over') {
    const headline = `[${nameOf(teamName)}] 지출을 다시 읽고 있습니다 — 프로젝트 ${countOf(episodes.length)}개 감시 재개`
    return {
      severity: 'ok',
      headline,
      subject: headline,
      facts: [
        projects,
        { label: '읽지 못한 때', value: `${instantOf(since, place.timeZone)} ~ ${instantOf(at, place.timeZone)}` },
      ],
      paragraphs: ['그동안의 사용량도 다시 읽어 한도와 비교했습니다.'],
      links: [link],
    }
  }
  const headline = `[${nameOf(teamName)}] 지출을 읽지 못하고 있습니다 — 프로젝트 ${countOf(episodes.length)}개를 감시하지 못합니다`
  return {
    severity: 'danger',
    headline,
    subject: headline,
    facts: [
      projects,
      { label: '이유', value: CAUSES[cause] },
      { label: '언제부터', value: instantOf(since, place.timeZone) },
      { label: '마지막 집계', value: lastReadOf(episodes, place) },
      { label: '읽지 못하는 동안', value: meanwhileOf(episodes) },
    ],
    paragraphs: [
      '이 상태에서는 한도를 넘어도 알 수 없습니다. 이미 아는 지출은 그대로이며, 다시 읽히면 알려 드립니다.',
      cause === 'poll-overdue'
        ? '계속되면 OpenAI 상태와 네트워크 연결을 확인해 주세요.'
        : '팀 설정에서 Admin API 키를 확인해 주세요.',
    ],
    links: cause === 'poll-overdue' ? [link] : [seeTeamSettings(teamId, place)],
  }
}

function lastReadOf(episodes: readonly NoData[], { timeZone }: Place): string {
  const known = episodes.flatMap(({ lastReadAt }) => (lastReadAt ? [lastReadAt.getTime()] : []))
  return known.length === 0 ? '아직 없음' : instantOf(new Date(Math.min(...known)), timeZone)
}

function meanwhileOf(episodes: readonly NoData[]): string {
  const stopping = episodes.filter((one) => one.onNoData === 'stop')
  if (stopping.length === 0) return '계속 사용하도록 설정되어 있음'
  return `계속되면 자동 차단: ${listOf(stopping.map((one) => one.projectName))}`
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map(nameOf).join(', ')
  return names.length > NAMED ? `${shown} 외 ${countOf(names.length - NAMED)}개` : shown
}
