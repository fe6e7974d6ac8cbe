import type { JobDefinition } from '../platform/jobs/job.ts'
import type { Pricing } from './pricing.ts'

export function pricingJobs(pricing: Pricing): JobDefinition[] {
  return [
    {
      name: 'follow-price-table',
      title: '새 단가표 반영',
      schedule: { cron: '5 * * * *', timeZone: 'UTC', sentence: '매시 5분, 제품의 단가표가 바뀌었을 때' },
      expireSeconds: 1_800,
      retries: 2,
      async run() {
        return (await pricing.followKeptTable()) ? '새 단가표로 지난 사용량을 다시 계산했습니다.' : null
      },
    },
  ]
}
