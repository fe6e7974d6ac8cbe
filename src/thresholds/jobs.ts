import type { JobDefinition } from '../platform/jobs/job.ts'
import type { Thresholds } from './create-thresholds.ts'

export function thresholdJobs(thresholds: Pick<Thresholds, 'turnPeriods' | 'watchReadings'>): JobDefinition[] {
  return [
    {
      name: 'mind-thresholds',
      title: '임계값 기간 전환과 집계 감시',
      schedule: { cron: '* * * * *', timeZone: 'UTC', sentence: '1분마다' },
      expireSeconds: 300,
      retries: 0,
      async run() {
        const { closed } = await thresholds.turnPeriods()
        const news = await thresholds.watchReadings()
        const [began, over] = [countOf(news, 'began'), countOf(news, 'over')]
        const sentences = [
          closed > 0 ? `기간이 끝난 초과 ${closed}건을 종료했습니다.` : '',
          began > 0 ? `프로젝트 ${began}개의 집계가 끊긴 것을 알렸습니다.` : '',
          over > 0 ? `프로젝트 ${over}개의 집계가 다시 이어졌습니다.` : '',
        ].filter(Boolean)
        return sentences.length > 0 ? sentences.join(' ') : null
      },
    },
  ]
}

function countOf(news: readonly { phase: string }[], phase: string): number {
  return news.filter((episode) => episode.phase === phase).length
}
