import type { Command } from 'commander'
import { openWorkspaceDatabase } from './database.ts'
import { printLine, type Session } from './session.ts'

const IN_USE =
  '서버가 실행 중이어서 적용하지 않았습니다. 서버는 시작할 때 스스로 적용합니다. 새 버전을 적용하려면 서버를 다시 시작해 주세요.'

export function addMigrate(program: Command, session: Session): void {
  program
    .command('migrate')
    .description('데이터베이스를 이 버전에 맞게 올립니다 (serve도 시작할 때 실행합니다)')
    .action(async () => {
      await openWorkspaceDatabase(session, IN_USE, async (database) => {
        const { migrate, readMigrations } = await import('../platform/db/migrate.ts')
        const applied = await migrate(database.pool, await readMigrations())
        for (const name of applied) printLine(session.io, name)
        printLine(session.io, applied.length > 0 ? `${applied.length}개를 적용했습니다.` : '이미 최신입니다.')
      })
    })
}
