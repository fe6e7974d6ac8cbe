import { statfs } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Runtime } from '../app.ts'
import { type DoctorDeps, examine, type Finding } from '../operations/index.ts'
import { readDatabaseFacts, readSecretOwners } from '../platform/db/diagnosis.ts'
import { readMigrations } from '../platform/db/migrate.ts'
import { failureOf } from './failure.ts'
import { EndedWith, printLine, type Session } from './session.ts'

export function addDoctor(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('설정, 데이터베이스, 마스터 키, 시계, 메일, OpenAI 연결을 확인합니다')
    .action(async () => {
      const findings = await examineAll(session)
      for (const { ok, name, sentence } of findings)
        printLine(session.io, `${ok ? 'ok  ' : 'fail'} ${name}: ${sentence}`)
      if (findings.some(({ ok }) => !ok)) throw new EndedWith(1)
    })
}

async function examineAll(session: Session): Promise<Finding[]> {
  const findings: Finding[] = []
  try {
    session.readConfig()
    findings.push({ name: '설정', ok: true, sentence: '모든 값을 읽었습니다.' })
    await session.withRuntime(async (runtime) => void findings.push(...(await examine(depsOf(runtime)))))
  } catch (error) {
    if (error instanceof EndedWith) throw error
    const { sentence } = await failureOf(error)
    findings.push({ name: findings.length === 0 ? '설정' : '시작', ok: false, sentence: sentence ?? String(error) })
  }
  return findings
}

function depsOf({ config, clock, database, vault, jobs }: Runtime): DoctorDeps {
  const { smtpUrl } = config
  return {
    clock,
    databaseKind: database.kind,
    database: () => readDatabaseFacts(database.pool),
    knownMigrations: async () => (await readMigrations()).map(({ name }) => name),
    secretOwners: () => readSecretOwners(database.pool),
    openSecret: (owner) => vault.open(database.db, owner),
    openaiBaseUrl: config.openaiBaseUrl,
    verifyMail: smtpUrl ? () => verifyMail(smtpUrl) : null,
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(config.dataDir)
      return bavail * bsize
    },
    failedJobs: async () => {
      const last = (await jobs.status()).map(({ definition, runs }) => ({ title: definition.title, run: runs[0] }))
      return last.flatMap(({ title, run }) => (run?.state === 'failed' ? [{ title, detail: run.detail }] : []))
    },
  }
}

async function verifyMail(smtpUrl: string): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000 })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}
