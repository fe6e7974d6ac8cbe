import { type Cause, causeLine } from '../../causes/index.ts'
import type { Notice } from '../../channels/index.ts'
import { changePercent, headlineUsd, percentOf, usd } from '../../platform/korean/amounts.ts'
import { ago, dayName, instantOf, lengthOf, timeOf } from '../../platform/korean/times.ts'
import { changeRatio, isZero, subtractDecimals } from '../../platform/money.ts'
import type { Crossing } from '../../thresholds/index.ts'
import { actNow, type Place, seeMore } from './links.ts'
import { nameOf } from './name.ts'

const FULL_PERCENT = 100
export const LIMIT_NAME = { day: '일일 한도', week: '주간 한도' } as const

type Fact = Notice['facts'][number]
type Words = Pick<Notice, 'severity' | 'headline' | 'subject' | 'facts' | 'paragraphs' | 'links'>

/** 결론 → 숫자 → 요청, so that it can be passed on as it is. */
export function crossedWords(crossing: Crossing, cause: Cause | null, place: Place): Words {
  const headline = headlineOf(crossing)
  return {
    severity: isOver(crossing) && !crossing.isPast ? 'danger' : 'warn',
    headline,
    subject: `${headline.replace(/^🚨 /, '')} · ${nameOf(crossing.projectName)}`,
    facts: factsOf(crossing, cause, place),
    paragraphs: [meaningOf(crossing), nextOf(crossing)],
    links: linksOf(crossing, place),
  }
}

export function isOver({ highest }: Pick<Crossing, 'highest'>): boolean {
  return highest >= FULL_PERCENT
}

/** `🚨 [마케팅팀] 일일 한도 $500 초과 — 현재 $742 (148%)` */
function headlineOf(crossing: Crossing): string {
  const { teamName, period, periodStart, limit, spend, highest, isPast } = crossing
  const team = `[${nameOf(teamName)}]`
  const share = crossing.ratio === null ? '' : ` (${percentOf(crossing.ratio)})`
  const name = `${LIMIT_NAME[period]} ${headlineUsd(limit)}`
  if (isPast) {
    const what = isOver(crossing) ? `${name} 초과` : `${name}의 ${highest}% 도달`
    return `${team} 지난 ${periodName(period, periodStart)} ${what} — 지출 ${headlineUsd(spend)}${share}`
  }
  const now = `현재 ${headlineUsd(spend)}${share}`
  return isOver(crossing) ? `🚨 ${team} ${name} 초과 — ${now}` : `주의 ${team} ${name}의 ${highest}% 도달 — ${now}`
}

export function periodName(period: Crossing['period'], start: string): string {
  return period === 'day' ? dayName(start) : `${dayName(start)} 주`
}

function factsOf(crossing: Crossing, cause: Cause | null, { timeZone }: Place): Fact[] {
  const { spend, percents, isPast, readingAt, detectedAt, resetsAt } = crossing
  const basis = isPast ? '잠정' : '추정'
  const age = `${ago(readingAt, detectedAt)} 집계(${timeOf(readingAt, timeZone)})`
  const facts: Fact[] = [
    { label: '프로젝트', value: nameOf(crossing.projectName) },
    { label: '지출', value: `${usd(spend)} · ${basis} · ${age}` },
    { label: '평소와 비교', value: comparisonOf(crossing, cause) },
    { label: '원인', value: (cause && causeLine(cause)) ?? '아직 알 수 없음 · 사용량이 집계되지 않았습니다' },
    { label: '남은 한도', value: leftOf(crossing) },
  ]
  if (percents.length > 1)
    facts.push({ label: '한 번에 넘은 단계', value: percents.map((one) => `${one}%`).join(', ') })
  if (isPast) return facts
  const reset = `${instantOf(resetsAt, timeZone)} · ${lengthOf(resetsAt.getTime() - detectedAt.getTime())} 뒤`
  return [...facts, { label: '한도 초기화', value: reset }]
}

/** `평소 $50 대비 +1,384%`; for a week the day itself is compared, since "usual" is a day. */
function comparisonOf({ period }: Crossing, cause: Cause | null): string {
  if (!cause || cause.usual === null) return '평소 지출을 아직 알 수 없음 · 비교할 지난 기록이 없습니다'
  const day = period === 'day' ? '' : `${dayName(cause.day)} ${headlineUsd(cause.spend)} · `
  if (isZero(cause.usual)) return `${day}평소 지출 없음`
  const change = changeRatio(cause.usual, cause.spend)
  const than = `${day}평소 ${headlineUsd(cause.usual)} 대비`
  return change === null ? `${than} 비교할 수 없음` : `${than} ${changePercent(change)}`
}

function leftOf(crossing: Crossing): string {
  const left = subtractDecimals(crossing.limit, crossing.spend)
  if (!left.startsWith('-') && !isZero(left)) return usd(left)
  return isZero(left) ? '없음' : `없음 · ${usd(left.slice(1))} 넘음`
}

function meaningOf(crossing: Crossing): string {
  const { limit, spend, period, isPast } = crossing
  const project = `${nameOf(crossing.projectName)} 프로젝트의`
  const over = subtractDecimals(spend, limit)
  if (isPast) return `${project} 지난 지출이 뒤늦게 집계되었습니다. 이 기간은 이미 끝나 차단하지 않습니다.`
  if (!isOver(crossing)) {
    return `${project} 지출이 ${LIMIT_NAME[period]}에 가까워졌습니다. 지금 속도로 계속되면 한도를 넘을 수 있습니다.`
  }
  return isZero(over)
    ? `${project} 지출이 ${LIMIT_NAME[period]}에 이르렀습니다.`
    : `${project} 지출이 ${LIMIT_NAME[period]}를 ${usd(over)} 넘었습니다.`
}

function nextOf({ effect, isPast }: Crossing): string {
  if (isPast) return '원인을 확인하고, 한도가 알맞은지 살펴봐 주세요.'
  switch (effect) {
    case 'block':
      return '자동 차단을 시작했습니다. 다시 사용하려면 상세 화면에서 해제를 요청해 주세요.'
    case 'slow':
      return '자동으로 사용 속도를 줄이기 시작했습니다. 원인을 확인하고, 지출이 계속 늘면 차단해 주세요.'
    case 'notify':
      return '이 임계값은 알림만 보냅니다. 원인을 확인하고, 지출이 계속 늘면 지금 차단해 주세요.'
  }
}

function linksOf(crossing: Crossing, place: Place): Notice['links'] {
  const isStopping = crossing.isPast || crossing.effect === 'block'
  return isStopping ? [seeMore(crossing, place)] : [seeMore(crossing, place), actNow(crossing, place)]
}
