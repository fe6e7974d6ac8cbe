import { createHash } from 'node:crypto'
import { addDays, costDayOf } from '../platform/cost-day.ts'
import { afterCommit } from '../platform/db/after-commit.ts'
import { countOf } from '../platform/korean/amounts.ts'
import type { AlertsDeps } from './deps.ts'
import { nameOf } from './messages/name.ts'
import { insertAlert } from './store/alerts.ts'
import { listUnpriced, type UnpricedModel } from './store/unpriced.ts'
import { placeOf, type Words } from './tell.ts'

const LOOK_BACK_DAYS = 7
const NAMED = 10

/** Admins hear of each model without a price once; those that turn up together come in one message. */
export async function tellUnpriced(deps: AlertsDeps): Promise<number> {
  const now = await deps.sharedNow()
  return deps.db.transaction().execute(async (tx) => {
    const unpriced = await listUnpriced(tx, addDays(costDayOf(now), -LOOK_BACK_DAYS))
    if (unpriced.length === 0) return 0
    const words = wordsFor(unpriced, (await placeOf(deps, tx)).publicUrl)
    const fresh: UnpricedModel[] = []
    for (const model of unpriced) {
      const about = { teamId: null, projectId: null, breachId: null, percent: null, cause: null }
      const row = { ...about, detectedAt: now, queuedAt: now, headline: words.headline }
      if (await insertAlert(tx, { ...row, key: `price-unknown:${model.name}`, kind: 'price-unknown' }))
        fresh.push(model)
    }
    const key = `price-unknown:${createHash('sha256')
      .update(fresh.map((one) => one.name).join('\n'))
      .digest('base64url')}`
    const whose = { teamId: null, projectId: null, breachId: null, blockId: null }
    if (fresh.length === 0) return 0
    await deps.queue(tx, { key, kind: 'price-unknown', ...whose, detectedAt: now, ...words })
    await afterCommit(tx, deps.db, deps.deliverSoon)
    return fresh.length
  })
}

function wordsFor(models: readonly UnpricedModel[], publicUrl: string): Words {
  const names = models.map((model) => nameOf(model.name))
  const headline = `단가를 모르는 모델이 사용되고 있습니다 — ${names[0]}${names.length > 1 ? ` 외 ${names.length - 1}개` : ''}`
  return {
    severity: 'warn',
    headline,
    subject: headline,
    facts: models.slice(0, NAMED).map((model) => ({
      label: nameOf(model.name),
      value: `호출 ${countOf(model.calls)}건 · 프로젝트 ${countOf(model.projects)}개`,
    })),
    paragraphs: [
      '이 모델의 사용은 0원이 아니라 알 수 없는 금액이며, 추정 지출과 한도 감시에 들어가지 않습니다.',
      '단가표에서 단가를 입력하면 입력한 날부터 다시 계산합니다.',
    ],
    links: [{ label: '단가 입력', url: `${publicUrl}/prices` }],
  }
}
