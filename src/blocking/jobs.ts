import type { JobDefinition } from '../platform/jobs/job.ts'
import type { Blocking } from './create-blocking.ts'

const EVERY_MINUTE = { cron: '* * * * *', timeZone: 'UTC', sentence: '1분마다' }

export function blockingJobs(blocking: Blocking): JobDefinition[] {
  return [
    {
      name: 'carry-out-blocks',
      title: '차단과 해제 이행, 확인',
      schedule: EVERY_MINUTE,
      expireSeconds: 600,
      retries: 0,
      async run({ signal }) {
        const count = await blocking.carryOut(signal)
        await blocking.watch(signal)
        return count === 0 ? null : `OpenAI 프로젝트 ${count}개의 한도를 결정대로 맞추었습니다.`
      },
    },
    {
      name: 'look-at-limits',
      title: 'OpenAI 한도 살펴보기',
      schedule: { cron: '*/2 * * * *', timeZone: 'UTC', sentence: '2분마다 몇 개씩, 프로젝트마다 하루에 한 번' },
      expireSeconds: 600,
      retries: 0,
      async run({ signal }) {
        const count = await blocking.takeSnapshots(signal)
        return count === 0 ? null : `OpenAI 프로젝트 ${count}개의 한도와 API 키를 살펴보았습니다.`
      },
    },
  ]
}
