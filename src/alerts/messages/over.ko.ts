import { headlineUsd, percentOf, usd } from '../../platform/korean/amounts.ts'
import { instantOf } from '../../platform/korean/times.ts'
import { shareOf } from '../../platform/money.ts'
import type { BreachOver } from '../../thresholds/index.ts'
import type { Words } from '../tell.ts'
import { LIMIT_NAME, periodName } from './crossed.ko.ts'
import { type Place, seeMore } from './links.ts'
import { nameOf } from './name.ts'

/** `[마케팅팀] 일일 한도 초과가 끝났습니다 — 최고 $742 (148%)` */
export function overWords(over: BreachOver, place: Place): Words {
  const { period, spend, limit, because } = over
  const ratio = shareOf(spend, limit)
  const share = ratio === null ? '' : ` (${percentOf(ratio)})`
  const worst = because === 'limit-raised' ? `지금까지 ${headlineUsd(spend)}` : `최고 ${headlineUsd(spend)}`
  const headline = `[${nameOf(over.teamName)}] ${LIMIT_NAME[period]} 초과가 끝났습니다 — ${worst}${share}`
  return {
    severity: 'ok',
    headline,
    subject: `${headline} · ${nameOf(over.projectName)}`,
    facts: [
      { label: '프로젝트', value: nameOf(over.projectName) },
      { label: '기간', value: periodName(period, over.periodStart) },
      { label: '지출', value: usd(spend) },
      { label: '한도', value: usd(limit) },
      { label: '끝난 시각', value: instantOf(over.at, place.timeZone) },
    ],
    paragraphs: [REASONS[because](over), '같은 일이 반복되면 한도와 원인을 함께 살펴봐 주세요.'],
    links: [seeMore(over, place)],
  }
}

const REASONS: Record<BreachOver['because'], (over: BreachOver) => string> = {
  'period-ended': ({ period }) =>
    period === 'day'
      ? '하루가 끝나 한도가 처음부터 다시 계산됩니다. 차단 중이라면 차단은 그대로 유지됩니다.'
      : '한 주가 끝나 한도가 처음부터 다시 계산됩니다. 차단 중이라면 차단은 그대로 유지됩니다.',
  'limit-raised': ({ limit }) => `한도가 ${usd(limit)} 기준으로 바뀌어 지출이 다시 한도 안에 있습니다.`,
  removed: () => '임계값을 삭제하여 더는 감시하지 않습니다. 계속 지켜보려면 임계값을 다시 설정해 주세요.',
}
