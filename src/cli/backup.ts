import { resolve } from 'node:path'
import type { Command } from 'commander'
import { CommandFailed, printLine, type Session } from './session.ts'

/** Rows of minutes, and those that let somebody in: whoever finds a backup must not be signed in by it. */
const NOT_CARRIED = ['sessions', 'verifications', 'setup_codes', 'throttles', 'password_resets', 'idempotency_keys']

export function addBackup(program: Command, session: Session): void {
  program
    .command('backup')
    .description('워크스페이스 전체를 파일 하나로 저장합니다 (비밀은 암호화된 그대로)')
    .argument('<파일>', '저장할 파일')
    .action((file: string) =>
      session.withRuntime(async (runtime) => {
        const { writeBackup } = await import('../platform/backup/write.ts')
        const { io } = session
        const path = resolve(io.cwd, file)
        const written = await writeBackup(runtime.database.pool, path, {
          createdAt: runtime.clock.now(),
          withoutRowsOf: NOT_CARRIED,
          signal: io.signal,
        }).catch((error: unknown) => {
          throw io.signal.aborted ? new CommandFailed('중단했습니다. 백업 파일을 만들지 않았습니다.') : error
        })
        const size = (written.bytes / 1024 ** 2).toFixed(1)
        printLine(io, `${path}에 테이블 ${written.tables}개, ${written.rows}행을 저장했습니다(${size} MB).`)
        printLine(
          io,
          '마스터 키는 들어 있지 않습니다. 저장된 키를 다시 열려면 마스터 키를 따로, 다른 곳에 보관해 주세요.',
        )
      }),
    )
}
