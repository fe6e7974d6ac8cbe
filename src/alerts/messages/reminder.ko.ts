import { headlineUsd, percentOf, usd } from '../../platform/korean/amounts.ts'
import { instantOf, lengthOf } from '../../platform/korean/times.ts'
import { shareOf, subtractDecimals } from '../../platform/money.ts'
import type { Overdue } from '../store/overdue.ts'
import type { Words } from '../tell.ts'
import { LIMIT_NAME } from './crossed.ko.ts'
import { actNow, type Place, seeMore } from './links.ts'
import { nameOf } from './name.ts'

/** `🚨 [마케팅팀] 일일 한도 $500 초과 1시간째 — 현재 $1,310 (262%)` */
export function reminderWords(overdue: Overdue, now: Date, place: Place): Words {
  const { teamName, projectName, period, limit, spend, exceededAt, resetsAt } = overdue
  const ratio = shareOf(spend, limit)
  const share = ratio === null ? '' : ` (${percentOf(ratio)})`
  const since = lengthOf(now.getTime() - exceededAt.getTime()).split(' ')[0]
  const headline = `🚨 [${nameOf(teamName)}] ${LIMIT_NAME[period]} ${headlineUsd(limit)} 초과 ${since}째 — 현재 ${headlineUsd(spend)}${share}`
  return {
    severity: 'danger',
    headline,
    subject: `${headline.replace(/^🚨 /, '')} · ${nameOf(projectName)}`,
    facts: [
      { label: '프로젝트', value: nameOf(projectName) },
      { label: '지출', value: `${usd(spend)} · 한도를 ${usd(subtractDecimals(spend, limit))} 넘음` },
      { label: '초과한 시각', value: instantOf(exceededAt, place.timeZone) },
      {
        label: '한도 초기화',
        value: `${instantOf(resetsAt, place.timeZone)} · ${lengthOf(resetsAt.getTime() - now.getTime())} 뒤`,
      },
      { label: '확인한 사람', value: '아직 없음' },
    ],
    paragraphs: [
      '아직 아무도 이 초과를 확인하지 않았습니다.',
      '상세 화면에서 확인으로 표시하면 다시 알리지 않습니다. 지출이 계속 늘면 지금 차단해 주세요.',
    ],
    links: [seeMore(overdue, place), actNow(overdue, place)],
  }
}
