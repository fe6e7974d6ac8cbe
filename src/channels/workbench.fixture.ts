import { randomBytes } from 'node:crypto'
import { fixedClock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { createLog } from '../platform/log.ts'
import { createVault } from '../platform/vault/vault.ts'
import { type Channels, createChannels } from './create-channels.ts'
import type { ChannelsDeps } from './deps.ts'
import type { Notice } from './notice.ts'

const START = '2026-11-23T05:00:00Z'

/** Channels on a database, with a clock that stands still and every line of the log kept. */
export function openWorkbench(database: Database) {
  const clock = fixedClock(START)
  const lines: string[] = []
  const log = createLog('info', { write: (line) => lines.push(line) })
  const key = { from: 'variable', value: randomBytes(32).toString('hex') } as const
  const vault = createVault({ db: database.db, clock, masterKey: key })
  const people: string[] = []
  function open(change: Partial<ChannelsDeps> = {}): Channels {
    return createChannels({
      database,
      clock,
      sharedNow: async () => clock.now(),
      log,
      vault,
      smtpUrl: null,
      from: 'finops-for-ai <no-reply@example.com>',
      publicUrl: 'http://localhost:3000',
      timeZone: async () => 'Asia/Seoul',
      addressOf: async () => 'admin@example.com',
      peopleFor: async () => people,
      random: () => 0.5,
      ...change,
    })
  }
  return {
    clock,
    lines,
    vault,
    people,
    open,
    reset() {
      clock.set(START)
      lines.length = 0
      people.length = 0
    },
  }
}

export function noticeOf(change: Partial<Notice> & { detectedAt: Date }): Notice {
  return {
    key: randomBytes(6).toString('hex'),
    kind: 'breach',
    severity: 'danger',
    teamId: null,
    projectId: null,
    breachId: null,
    blockId: null,
    headline: '🚨 [마케팅팀] 일일 한도 $500 초과 — 현재 $742 (148%)',
    subject: '[마케팅팀] chatbot-experiment 일일 한도 초과 (148%)',
    facts: [
      { label: '프로젝트', value: 'chatbot-experiment' },
      { label: '평소', value: '$50 대비 +1,384%' },
    ],
    paragraphs: ['호출 수가 평소의 15배입니다. 지금 확인해 주세요.'],
    links: [
      { label: '상세 보기', url: 'http://localhost:3000/projects/1' },
      { label: '지금 차단하기', url: 'http://localhost:3000/projects/1?block=1', danger: true },
    ],
    ...change,
  }
}
