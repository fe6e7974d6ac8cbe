import { type Alerts, alertJobs } from './alerts/index.ts'
import { type Blocking, blockingJobs } from './blocking/index.ts'
import { type Calls, callJobs } from './calls/index.ts'
import { type Channels, channelJobs } from './channels/index.ts'
import { type Collections, collectionJobs, type Polls, pollJobs } from './collection/index.ts'
import type { Ledger } from './ledger/index.ts'
import { type Outcomes, outcomeJobs } from './outcomes/index.ts'
import type { People } from './people/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Db } from './platform/db/database.ts'
import { forgetOldAnswers } from './platform/http/idempotency.ts'
import type { JobDefinition } from './platform/jobs/job.ts'
import { type Pricing, pricingJobs } from './pricing/index.ts'
import { type Thresholds, thresholdJobs } from './thresholds/index.ts'

/**
 * What follows what, and when. Read this first.
 *
 *   an Admin key is registered     → collect-costs reads 180 days of its organization, newest first
 *   every day at 09:00 KST         → collect-costs reads the last 14 days of every organization again
 *   each chunk of days             → ledger: lines, traces of what changed, sums by scope, project, team, day
 *   every 5 min, 1 near a limit    → poll-usage asks each kind once per organization, from its watermark on
 *   each answer                    → ledger: buckets, days priced, and the greater of bill and estimate until it settles
 *   a price is entered             → ledger: what was counted since then is priced anew, in the same transaction
 *   a release brings new prices    → follow-price-table has everything priced anew, once
 *   calls are recorded             → calls: rows and their sums; ledger: they count at once, until usage speaks of them
 *   every hour                     → mind-calls makes partitions for the days to come and drops those past their time
 *   outcomes are told or entered   → outcomes: single ones, totals and corrections with their trace; of each day what counts is chosen
 *   every 5 minutes                → mind-outcomes gives those without a task that of their call, and drops single ones past their time
 *   a binding or a team changes    → ledger: sums of the projects concerned, in the same transaction
 *   sums change                    → thresholds judge them in the same transaction: breaches, levels, crossings
 *   a limit changes                → judged at once, likewise
 *   every minute                   → mind-thresholds closes ended periods and looks whether readings still come
 *   a block or release is decided → blocking carries it out at OpenAI after the commit; carry-out-blocks goes on every minute,
 *                                    looks whether it still stands, and proves it from usage
 *   a call comes to the gateway    → let through or refused from memory; its record is in the spool before its answer is read
 *   its project has a hard limit   → limits: the most it can cost is reserved first, or it is refused
 *   a moment later                 → the spool is handed over to calls, and removed once that is committed
 *   a page is opened               → reports read the sums; nothing is computed from lines
 *   a key stops working            → teams mark it broken, alerts tell its people once; others go on
 *   a level of a limit is crossed  → alerts: one message, committed with the crossing and with the reading that caused it
 *   nobody answers an exceeded one → remind-of-breaches tells it again after an hour, and then every four hours
 *   a notice or a mail is queued   → after the commit it leaves at once; deliver-messages tries again every minute until it has
 */
export function pipelineJobs(parts: {
  alerts: Alerts
  collections: Collections
  polls: Polls
  calls: Calls
  outcomes: Outcomes
  pricing: Pricing
  ledger: Ledger
  thresholds: Thresholds
  channels: Channels
  blocking: Blocking
  people: People
  db: Db
  clock: Clock
}): JobDefinition[] {
  const {
    alerts,
    collections,
    polls,
    calls,
    outcomes,
    pricing,
    ledger,
    thresholds,
    channels,
    blocking,
    people,
    db,
    clock,
  } = parts
  return [
    ...collectionJobs(collections),
    ...pollJobs(polls),
    ...callJobs(calls),
    ...outcomeJobs(outcomes),
    ...pricingJobs(pricing),
    ...thresholdJobs(thresholds),
    ...channelJobs(channels),
    ...alertJobs(alerts),
    ...blockingJobs(blocking),
    {
      name: 'tidy-up',
      title: '만료된 기록 정리',
      schedule: { cron: '0 4 * * *', timeZone: 'Asia/Seoul', sentence: '매일 04:00 (KST)' },
      expireSeconds: 600,
      retries: 2,
      async run() {
        await people.cleanUp()
        await channels.tidyUp()
        await ledger.dropOldMinutes()
        await forgetOldAnswers(db, clock.now())
        return '만료된 세션, 초대, 시도 기록과 오래된 메일을 지웠습니다.'
      },
    },
  ]
}
