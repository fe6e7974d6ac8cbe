import type { JobDefinition } from '../platform/jobs/job.ts'
import type { Outcomes } from './create-outcomes.ts'

export function outcomeJobs(outcomes: Outcomes): JobDefinition[] {
  return [
    {
      name: 'mind-outcomes',
      title: '성과 정리',
      schedule: { cron: '*/5 * * * *', timeZone: 'UTC', sentence: '5분마다' },
      expireSeconds: 300,
      retries: 2,
      async run() {
        const moved = await outcomes.takeTasksOfCalls()
        const dropped = await outcomes.dropOld()
        if (moved === 0 && dropped === 0) return null
        return `작업 유형을 호출에서 찾은 성과 ${moved}건, 보관 기간이 지나 지운 개별 성과 ${dropped}건입니다. 합계는 남아 있습니다.`
      },
    },
  ]
}
