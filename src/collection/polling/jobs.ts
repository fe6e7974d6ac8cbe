import { setTimeout as wait } from 'node:timers/promises'
import { MINUTE, SECOND } from '../../platform/clock.ts'
import type { JobDefinition } from '../../platform/jobs/job.ts'
import type { Round } from './poll.ts'
import type { Polls } from './polls.ts'

/** The cron knows whole minutes; shorter intervals are kept inside of one run, which ends before the next one starts. */
const LAST_START = 50 * SECOND

export function pollJobs(polls: Polls): JobDefinition[] {
  return [
    {
      name: 'poll-usage',
      title: '사용량 확인',
      schedule: {
        cron: '* * * * *',
        timeZone: 'UTC',
        sentence: '1분마다 확인해 5분(한도에 가까우면 1분)이 지난 조직을 읽습니다',
      },
      expireSeconds: 1_800,
      retries: 0,
      async run({ signal }) {
        const rounds: Round[] = []
        const pause = polls.shortestSeconds * SECOND
        for (let passed = 0; passed === 0 || passed < LAST_START; passed += pause) {
          rounds.push(...(await polls.pollDue({ signal })))
          if (pause >= MINUTE) break
          await wait(pause, undefined, { signal })
        }
        return rounds.length === 0 ? null : describe(rounds)
      },
    },
  ]
}

function describe(rounds: readonly Round[]): string {
  const kinds = rounds.flatMap((round) => round.kinds)
  const requests = rounds.reduce((sum, round) => sum + round.requests, 0)
  const failed = kinds.filter((kind) => kind.problem !== null).length
  const organizations = new Set(rounds.map((round) => round.organizationId)).size
  const rest = failed > 0 ? ` ${failed}종은 읽지 못해 다시 시도합니다.` : ''
  return `조직 ${organizations}곳의 사용량을 요청 ${requests}회로 읽었습니다.${rest}`
}
