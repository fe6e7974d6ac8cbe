import type { Command } from 'commander'
import type { Runtime } from '../app.ts'
import { costDayOption } from './options.ts'
import { createProgressBar } from './progress.ts'
import { CommandFailed, printLine, type Session } from './session.ts'
import { findTeamId } from './teams.ts'

type Options = { team?: string; from?: string; to?: string; json?: boolean }

export function addCollect(program: Command, session: Session): void {
  program
    .command('collect')
    .description('지금 비용을 수집합니다')
    .option('--team <팀>', '이 팀의 키로만 수집합니다 (이름 또는 ID)')
    .addOption(costDayOption('--from <날짜>', '첫 비용일'))
    .addOption(costDayOption('--to <날짜>', '마지막 비용일'))
    .option('--json', '진행을 한 줄에 하나씩 JSON으로 씁니다 (터미널이 아니면 늘 그렇습니다)')
    .action((options: Options) => session.withRuntime((runtime) => collect(runtime, session, options)))
}

async function collect(runtime: Runtime, session: Session, options: Options): Promise<void> {
  const { collections } = runtime
  const teamId = await findTeamId(runtime, options.team)
  const requested = await collections.request({
    teamId,
    from: options.from,
    to: options.to,
    requestedBy: collections.requestedByCommand,
  })
  if (requested.length === 0) throw new CommandFailed('수집할 Admin API 키가 없습니다. 팀 설정에서 키를 등록해 주세요.')
  const problems: string[] = []
  for (const { id, teamName } of requested) {
    const problem = await collectOne(runtime, session, id, options.json === true || !session.io.isTerminal)
    if (problem) problems.push(`${teamName}: ${problem}`)
  }
  if (problems.length > 0)
    throw new CommandFailed(`끝나지 않은 수집이 있습니다. 읽은 날은 저장되었습니다.\n${problems.join('\n')}`)
}

/** Null when it is done, otherwise why not. */
async function collectOne(runtime: Runtime, { io }: Session, id: string, asJson: boolean): Promise<string | null> {
  const bar = createProgressBar(io)
  const ended = await runtime.collections.run(id, {
    signal: io.signal,
    force: true,
    onStep: ({ collection, daysDone, daysTotal, cost }) => {
      const { teamName: team } = collection
      if (asJson) printLine(io, JSON.stringify({ event: 'step', collection: id, team, daysDone, daysTotal, cost }))
      else
        bar.show({
          label: team,
          done: daysDone,
          total: daysTotal,
          note: `${daysDone}/${daysTotal}일 · ${amounts(cost)}`,
        })
    },
  })
  bar.end()
  if (!ended) return '다른 프로세스가 이미 수집하고 있습니다.'
  const { teamName: team, daysDone, changedLines, cost, state, problemCode } = ended
  if (asJson) {
    printLine(
      io,
      JSON.stringify({ event: state, collection: id, team, daysDone, changedLines, cost, problem: problemCode }),
    )
  } else if (state === 'done') {
    printLine(
      io,
      `${team}: ${daysDone}일을 수집했습니다. 합계 ${amounts(cost)}, 금액이 바뀐 항목 ${changedLines}건입니다.`,
    )
  }
  if (state === 'done') return null
  if (io.signal.aborted) return '중단했습니다. 다시 실행하면 이어서 수집합니다.'
  const { sentence } = await import('../http.ts')
  return problemCode ? sentence(problemCode) : '잠시 뒤에 이어서 수집합니다.'
}

function amounts(cost: Readonly<Record<string, string>>): string {
  const parts = Object.entries(cost).map(([currency, amount]) =>
    new Intl.NumberFormat('ko-KR', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
      Number(amount),
    ),
  )
  return parts.join(' + ') || '0'
}
