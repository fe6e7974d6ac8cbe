import type { Command } from 'commander'
import { examine, type Finding } from '../operations/index.ts'
import { depsOfRuntime, depsWithoutDatabase, depsWithoutProduct } from './doctor-deps.ts'
import { failureOf } from './failure.ts'
import { EndedWith, printLine, type Session } from './session.ts'

export function addDoctor(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('설정, 데이터베이스, 마스터 키, 시계, 메일, Slack, OpenAI 연결을 확인합니다')
    .action(async () => {
      const findings = await examineAll(session)
      for (const { ok, name, sentence } of findings)
        printLine(session.io, `${ok ? 'ok  ' : 'fail'} ${name}: ${sentence.replaceAll('\n', ' ')}`)
      if (findings.some(({ ok }) => !ok)) throw new EndedWith(1)
    })
}

async function examineAll(session: Session): Promise<Finding[]> {
  try {
    session.readConfig()
  } catch (error) {
    return [await failed('설정', error)]
  }
  const findings: Finding[] = [{ name: '설정', ok: true, sentence: '모든 값을 읽었습니다.' }]
  try {
    await session.withRuntime(async (runtime) => void findings.push(...(await examine(depsOfRuntime(runtime)))))
    return findings
  } catch (error) {
    if (error instanceof EndedWith) throw error
    return [...findings, await failed('시작', error), ...(await examineWithoutProduct(session))]
  }
}

/** The product does not start: whatever does not need it is examined all the same. */
async function examineWithoutProduct(session: Session): Promise<Finding[]> {
  const { openDatabase } = await import('../app.ts')
  const config = session.readConfig()
  const opened = await openDatabase(config).catch((error: unknown) => ({ error }))
  if ('error' in opened) return examine(depsWithoutDatabase(config, opened.error))
  try {
    return await examine(depsWithoutProduct(config, opened.database))
  } finally {
    await opened.database.close()
    await opened.lock?.release()
  }
}

async function failed(name: string, error: unknown): Promise<Finding> {
  const { sentence } = await failureOf(error)
  return { name, ok: false, sentence: sentence ?? String(error) }
}
