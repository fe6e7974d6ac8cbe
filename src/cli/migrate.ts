import type { Command } from 'commander'
import { openWorkspaceDatabase } from './database.ts'
import { printLine, type Session } from './session.ts'

export function addMigrate(program: Command, session: Session): void {
  program
    .command('migrate')
    .description('데이터베이스를 이 버전에 맞게 올립니다 (serve도 시작할 때 실행합니다)')
    .action(async () => {
      if (session.place === 'server') return printLine(session.io, '실행 중인 서버가 이미 적용했습니다.')
      await openWorkspaceDatabase(session, async (database) => {
        const { migrate, readMigrations } = await import('../platform/db/migrate.ts')
        const applied = await migrate(database.pool, await readMigrations())
        for (const name of applied) printLine(session.io, name)
        printLine(session.io, applied.length > 0 ? `${applied.length}개를 적용했습니다.` : '이미 최신입니다.')
      })
    })
}
