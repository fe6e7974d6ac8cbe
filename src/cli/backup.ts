import { open, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { CommandFailed, printLine, type Session } from './session.ts'

/** Rows of minutes, and those that let somebody in: whoever finds a backup must not be signed in by it. */
const NOT_CARRIED = [
  'sessions',
  'verifications',
  'setup_codes',
  'throttles',
  'password_resets',
  'idempotency_keys',
  'delivery_lanes',
]

/** A mail with words of its own may hold a one-time link; what still waits would be sent a second time by the restored one. */
const ONLY = { deliveries: `notice_key is not null and state <> 'waiting'` }

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
        await requirePlace(path)
        const written = await writeBackup(runtime.database.pool, path, {
          createdAt: runtime.clock.now(),
          withoutRowsOf: NOT_CARRIED,
          onlyRowsOf: ONLY,
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

/** Before an hour of dumping: the file can be made, and no file of somebody's is replaced by mistake. */
async function requirePlace(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory()) throw new CommandFailed(`${path}는 폴더입니다. 백업 파일의 이름을 지정해 주세요.`)
  if (found && found.size > 0 && !(await isBackup(path))) {
    throw new CommandFailed(
      `${path}는 finops 백업이 아닌 파일이라 덮어쓰지 않았습니다. 다른 이름을 지정하거나 그 파일을 먼저 옮겨 주세요.`,
    )
  }
  const draft = `${path}.partial`
  await (await open(draft, 'w', 0o600)).close()
  await rm(draft)
}

async function isBackup(path: string): Promise<boolean> {
  const { readBackup } = await import('../platform/backup/format.ts')
  try {
    for await (const { kind } of readBackup(path)) return kind === 'header'
  } catch {}
  return false
}
