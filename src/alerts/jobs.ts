import type { JobDefinition } from '../platform/jobs/job.ts'
import type { Alerts } from './alerts.ts'

export function alertJobs(alerts: Pick<Alerts, 'tellWhatIsDue'>): JobDefinition[] {
  return [
    {
      name: 'remind-of-breaches',
      title: '초과 재알림',
      schedule: { cron: '* * * * *', timeZone: 'UTC', sentence: '1분마다' },
      expireSeconds: 300,
      retries: 0,
      async run() {
        const { reminders, unpriced, silences } = await alerts.tellWhatIsDue()
        const parts = [
          ...(reminders > 0 ? [`확인되지 않은 초과 ${reminders}건을 다시 알렸습니다.`] : []),
          ...(unpriced > 0 ? [`단가를 모르는 모델 ${unpriced}개를 알렸습니다.`] : []),
          ...(silences > 0 ? [`사용량 집계 상태 ${silences}건을 알렸습니다.`] : []),
        ]
        return parts.length === 0 ? null : parts.join(' ')
      },
    },
  ]
}
