import type { JobDefinition } from '../platform/jobs/job.ts'
import type { Collection } from './collection.ts'
import type { Collections } from './collections.ts'

/** OpenAI's cost day closes at 00:00 UTC, which is 09:00 in Seoul. */
const DAILY = { cron: '0 9 * * *', timeZone: 'Asia/Seoul', sentence: '매일 09:00 (KST)' }
const EVERY_MINUTE = { cron: '* * * * *', timeZone: 'UTC', sentence: '1분마다' }
const SIX_HOURS_SECONDS = 6 * 3600

export function collectionJobs(collections: Collections): JobDefinition[] {
  return [
    {
      name: 'collect-costs',
      title: '비용 수집',
      schedule: DAILY,
      expireSeconds: SIX_HOURS_SECONDS,
      retries: 3,
      async run({ signal }) {
        const requested = await collections.request({ requestedBy: collections.requestedByJob })
        const ended: Collection[] = []
        for (const { id } of requested) {
          const collection = await collections.run(id, { signal, force: true })
          if (collection) ended.push(collection)
        }
        await collections.checkOtherKeys(new Set(requested.map((collection) => collection.adminKeyId)))
        return describe(requested.length, ended)
      },
    },
    {
      name: 'continue-collections',
      title: '요청된 수집과 멈춘 수집 이어 하기',
      schedule: EVERY_MINUTE,
      expireSeconds: SIX_HOURS_SECONDS,
      retries: 0,
      async run({ signal }) {
        await collections.requestFirst()
        const ended = await collections.runOpen({ signal })
        return ended.length === 0 ? null : describe(ended.length, ended)
      },
    },
  ]
}

function describe(count: number, ended: readonly Collection[]): string {
  if (count === 0) return '수집할 Admin API 키가 없습니다.'
  const done = ended.filter((collection) => collection.state === 'done')
  const days = done.reduce((sum, collection) => sum + collection.daysDone, 0)
  const changed = done.reduce((sum, collection) => sum + collection.changedLines, 0)
  const open = count - done.length
  const rest = open > 0 ? ` ${open}곳은 끝나지 않았습니다.` : ''
  return `조직 ${done.length}곳의 ${days}일을 읽었고, 금액이 바뀐 항목은 ${changed}건입니다.${rest}`
}
