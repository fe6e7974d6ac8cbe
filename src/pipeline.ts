import type { Mail } from './channels/index.ts'
import { type Collections, collectionJobs } from './collection/index.ts'
import type { People } from './people/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Db } from './platform/db/database.ts'
import { forgetOldAnswers } from './platform/http/idempotency.ts'
import type { JobDefinition } from './platform/jobs/job.ts'

/**
 * What follows what, and when. Read this first.
 *
 *   an Admin key is registered     → collect-costs reads 180 days of its organization, newest first
 *   every day at 09:00 KST         → collect-costs reads the last 14 days of every organization again
 *   each chunk of days             → ledger: lines, traces of what changed, sums by scope, project, team, day
 *   a binding or a team changes    → ledger: sums of the projects concerned, in the same transaction
 *   a page is opened               → reports read the sums; nothing is computed from lines
 *   a key stops working            → teams mark it broken and tell its people once; others go on
 *   a mail is written              → deliver-mail sends it, at once and again every minute until it is gone
 */
export function pipelineJobs(parts: {
  collections: Collections
  mail: Mail
  people: People
  db: Db
  clock: Clock
}): JobDefinition[] {
  const { collections, mail, people, db, clock } = parts
  return [
    ...collectionJobs(collections),
    {
      name: 'deliver-mail',
      title: '메일 발송',
      schedule: { cron: '* * * * *', timeZone: 'UTC', sentence: '1분마다, 그리고 메일이 생기는 즉시' },
      expireSeconds: 600,
      retries: 0,
      async run() {
        const { sent, failed } = await mail.deliverWaiting()
        if (sent + failed === 0) return null
        return failed > 0 ? `${sent}통을 보냈고 ${failed}통은 다시 시도합니다.` : `${sent}통을 보냈습니다.`
      },
    },
    {
      name: 'tidy-up',
      title: '만료된 기록 정리',
      schedule: { cron: '0 4 * * *', timeZone: 'Asia/Seoul', sentence: '매일 04:00 (KST)' },
      expireSeconds: 600,
      retries: 2,
      async run() {
        await people.cleanUp()
        await mail.tidyUp()
        await forgetOldAnswers(db, clock.now())
        return '만료된 세션, 초대, 시도 기록과 오래된 메일을 지웠습니다.'
      },
    },
  ]
}
