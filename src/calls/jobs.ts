import type { JobDefinition } from '../platform/jobs/job.ts'
import type { Calls } from './create-calls.ts'

export function callJobs(calls: Calls): JobDefinition[] {
  return [
    {
      name: 'mind-calls',
      title: '호출 보관함 정리',
      schedule: { cron: '20 * * * *', timeZone: 'UTC', sentence: '매시 20분' },
      expireSeconds: 600,
      retries: 2,
      async run() {
        await calls.makePartitions()
        const days = await calls.dropOld()
        return days.length === 0 ? null : `보관 기간이 지난 ${days.length}일치 호출을 지웠습니다. 합계는 남아 있습니다.`
      },
    },
  ]
}
