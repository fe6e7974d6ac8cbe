import type { JobDefinition } from '../platform/jobs/job.ts'
import type { Channels } from './create-channels.ts'

export function channelJobs(channels: Channels): JobDefinition[] {
  return [
    {
      name: 'deliver-messages',
      title: '알림·메일 발송',
      schedule: { cron: '* * * * *', timeZone: 'UTC', sentence: '1분마다, 그리고 보낼 것이 생기는 즉시' },
      expireSeconds: 600,
      retries: 0,
      async run() {
        const { sent, failed } = await channels.deliverWaiting()
        if (sent + failed === 0) return null
        return failed > 0 ? `${sent}건을 보냈고 ${failed}건은 다시 시도합니다.` : `${sent}건을 보냈습니다.`
      },
    },
  ]
}
