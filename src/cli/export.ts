import { pipeline } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import { costDayOption } from './options.ts'
import { CommandFailed, type Session, WrongUsage } from './session.ts'
import { findTeamId } from './teams.ts'

type Options = { from: string; to: string; format: 'csv'; team?: string }

export function addExport(program: Command, session: Session): void {
  const parent = program.command('export').description('표준 출력으로 내보냅니다')
  parent
    .command('costs')
    .description('청구서를 한 줄씩 내보냅니다')
    .addOption(costDayOption('--from <날짜>', '첫 비용일').makeOptionMandatory())
    .addOption(costDayOption('--to <날짜>', '마지막 비용일').makeOptionMandatory())
    .addOption(new Option('--format <형식>', '파일 형식').choices(['csv']).default('csv'))
    .option('--team <팀>', '이 팀의 비용만 내보냅니다 (이름 또는 ID)')
    .action((options: Options) => exportCostsOf(session, options))
}

async function exportCostsOf(session: Session, { from, to, team }: Options): Promise<void> {
  if (from > to) throw new WrongUsage('--from은 --to와 같거나 앞선 날이어야 합니다.')
  await session.withRuntime(async (runtime) => {
    const teamId = await findTeamId(runtime, team)
    const { exportCosts } = await import('../reports/index.ts')
    const { costDayOf } = await import('../platform/cost-day.ts')
    const today = costDayOf(runtime.clock.now())
    const csv = exportCosts(runtime.database.db, { from, to, today, teamIds: teamId ? [teamId] : null })
    const { stdout, signal } = session.io
    await pipeline(csv, stdout, { end: false, signal }).catch((error: NodeJS.ErrnoException) => {
      // `| head` has read enough.
      if (error.code === 'EPIPE') return
      throw signal.aborted ? new CommandFailed('중단했습니다. 내보낸 파일은 끝까지 쓰이지 않았습니다.') : error
    })
  })
}
