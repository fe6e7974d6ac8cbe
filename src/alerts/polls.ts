import { type Clock, MINUTE } from '../platform/clock.ts'
import { instantOf } from '../platform/korean/times.ts'
import type { AlertsDeps } from './deps.ts'
import type { Place } from './messages/links.ts'
import { nameOf } from './messages/name.ts'
import { listReadAgain, listSilent, type SilentOrganization } from './store/polls.ts'
import { placeOf, tell, type Words } from './tell.ts'

/** Three rounds of polling. */
const OVERDUE_AFTER = 15 * MINUTE

/** A product that has just been started owes nobody a reading yet. */
export function createPollWatch(clock: Clock) {
  const startedAt = clock.now().getTime()
  return { isReady: () => clock.now().getTime() - startedAt >= OVERDUE_AFTER }
}

/** Admins hear that usage is not read any more, whatever has a threshold, and that it is read again. */
export async function tellSilence(deps: AlertsDeps): Promise<number> {
  const now = await deps.sharedNow()
  const before = new Date(now.getTime() - OVERDUE_AFTER)
  return deps.db.transaction().execute(async (tx) => {
    const place = await placeOf(deps, tx)
    let told = 0
    for (const silent of await listSilent(tx, before)) {
      const suffix = `${silent.organizationId}:${silent.lastReadAt.toISOString()}`
      const words = silentWords(silent, silent.code ? deps.sentence(silent.code) : null, place)
      const news = {
        key: `poll-overdue:${suffix}`,
        kind: 'poll-overdue',
        teamId: null,
        detectedAt: now,
        words,
      } as const
      if (await tell(tx, deps, news)) told += 1
    }
    for (const again of await listReadAgain(tx, before)) {
      const words = againWords(again, place)
      const key = `poll-resumed:${again.suffix}`
      if (await tell(tx, deps, { key, kind: 'poll-resumed', teamId: null, detectedAt: now, words })) told += 1
    }
    return told
  })
}

function silentWords({ teamNames, lastReadAt }: SilentOrganization, reason: string | null, place: Place): Words {
  const teams = teamNames.map(nameOf).join(', ')
  const headline = `[${teams}] 사용량 집계가 멈추었습니다 — 마지막 집계 ${instantOf(lastReadAt, place.timeZone)}`
  return {
    severity: 'warn',
    headline,
    subject: headline,
    facts: [{ label: '이유', value: reason ?? '아직 알 수 없음' }],
    paragraphs: [
      '그때까지의 지출은 그대로이며, 자동으로 이어서 시도합니다. 그동안 오늘 지출과 한도 초과는 늦게 보입니다.',
      '계속되면 작업 현황에서 이유를 확인해 주세요.',
    ],
    links: [{ label: '작업 현황', url: `${place.publicUrl}/jobs` }],
  }
}

function againWords({ teamNames, readAt }: { teamNames: readonly string[]; readAt: Date }, place: Place): Words {
  const headline = `[${teamNames.map(nameOf).join(', ')}] 사용량 집계를 다시 시작했습니다`
  return {
    severity: 'ok',
    headline,
    subject: headline,
    facts: [{ label: '다시 읽은 시각', value: instantOf(readAt, place.timeZone) }],
    paragraphs: ['그동안의 사용량도 다시 읽어 한도와 비교했습니다.'],
    links: [{ label: '작업 현황', url: `${place.publicUrl}/jobs` }],
  }
}
