import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { openPostOffice } from '../test/people/post-office.ts'
import { createFakeSlack } from '../test/support/slack.ts'
import { startChild } from './support/child.ts'
import { percentile, rounded } from './support/figures.ts'
import { startPostgres } from './support/postgres.ts'
import { say } from './support/progress.ts'

const FULL = { projects: 300, crossings: 200, everyMs: 250 }
const QUICK = { projects: 60, crossings: 20, everyMs: 250 }
/** About what Slack's own webhooks take. */
const SLACK_MS = 150
const TARGETS = { p50: 2, p99: 10 }

const Seconds = z.array(z.number())
const Alarmed = z.object({ readings: Seconds, slack: Seconds, mail: Seconds })

/** From the reading that crosses a limit until Slack and the mail server have the message, while readings go on. */
export async function delivery(options: { quick: boolean }) {
  const size = options.quick ? QUICK : FULL
  const postgres = await startPostgres()
  const results: Record<string, unknown> = { ...size, slackAnswersAfterMs: SLACK_MS, targetSeconds: TARGETS }
  try {
    for (const kind of ['embedded', 'postgres'] as const) {
      const databaseUrl = kind === 'postgres' ? await postgres.createDatabase() : null
      results[kind] = await measure(size, databaseUrl)
    }
  } finally {
    await postgres.stop()
  }
  return results
}

async function measure({ projects, crossings, everyMs }: typeof FULL, databaseUrl: string | null) {
  const folder = mkdtempSync(join(tmpdir(), 'finops-bench-'))
  const slack = await createFakeSlack({ delayMs: SLACK_MS })
  const office = await openPostOffice()
  const server = startChild(new URL('./delivery/alarm-process.ts', import.meta.url), {
    DATA_DIR: folder,
    PORT: '0',
    SMTP_URL: office.url,
    MAIL_FROM: 'finops-for-ai <no-reply@example.com>',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  })
  try {
    await server.ask(z.null(), 'start', { projects, webhook: slack.url(), webhookOrigin: slack.origin })
    const alarmed = await server.ask(Alarmed, 'alarm', { crossings, everyMs })
    const [p50, p99] = [0.5, 0.99].map((part) => percentile(alarmed.slack, part)?.toFixed(2))
    say(`${databaseUrl ? 'postgres' : 'embedded'}: in Slack after ${p50} s, P99 ${p99} s`)
    return {
      messages: { slack: slack.messages.length, mail: office.received.length },
      slackSeconds: figures(alarmed.slack),
      mailSeconds: figures(alarmed.mail),
      readingMilliseconds: figures(alarmed.readings),
      peakMegabytes: server.peakMegabytes(),
    }
  } finally {
    await server.stop()
    await slack.close()
    await office.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function figures(values: readonly number[]) {
  return {
    p50: rounded(percentile(values, 0.5), 2),
    p99: rounded(percentile(values, 0.99), 2),
    max: rounded(percentile(values, 1), 2),
    count: values.length,
  }
}
