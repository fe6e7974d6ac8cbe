import { resolve } from 'node:path'
import type { Command } from 'commander'
import { openWorkspaceDatabase } from './database.ts'
import { createProgressBar } from './progress.ts'
import { CommandFailed, printLine, type Session } from './session.ts'

/** A server fills these by merely having been started; they say nothing about anybody's work. */
const MADE_BY_STARTING = ['vault_state', 'secrets', 'setup_codes', 'job_runs', 'throttles', 'idempotency_keys']

const IN_USE = '서버가 실행 중이어서 복원하지 않았습니다. 바뀐 내용은 없습니다. 먼저 서버를 멈추고 다시 실행해 주세요.'

export function addRestore(program: Command, session: Session): void {
  program
    .command('restore')
    .description('백업 파일을 비어 있는 워크스페이스에 복원합니다')
    .argument('<파일>', 'finops backup으로 만든 파일')
    .action(async (file: string) => {
      const path = resolve(session.io.cwd, file)
      await openWorkspaceDatabase(session, IN_USE, async (database) => {
        const { restoreBackup } = await import('../platform/backup/restore.ts')
        const { readMigrations } = await import('../platform/db/migrate.ts')
        const bar = createProgressBar(session.io)
        const restored = await restoreBackup(database.pool, path, {
          migrations: await readMigrations(),
          replaceRowsOf: MADE_BY_STARTING,
          signal: session.io.signal,
          onProgress: ({ table, rows }) => bar.show({ label: table, done: 0, total: 1, note: `${rows}행` }),
        })
          .catch((error: unknown) => {
            throw session.io.signal.aborted ? new CommandFailed('중단했습니다. 바뀐 내용은 없습니다.') : error
          })
          .finally(bar.end)
        printLine(session.io, `${restored.createdAt}의 백업에서 ${restored.rows}행을 복원했습니다.`)
        printLine(session.io, '저장된 키를 열려면 백업한 때의 마스터 키가 필요합니다. finops doctor로 확인해 주세요.')
      })
    })
}
