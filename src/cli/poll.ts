import type { Command } from 'commander'
import type { Runtime } from '../app.ts'
import { createProgressBar } from './progress.ts'
import { CommandFailed, printLine, type Session } from './session.ts'
import { findTeamId } from './teams.ts'

type Options = { team?: string; json?: boolean }
type Round = Awaited<ReturnType<Runtime['polls']['pollNow']>>[number]

export function addPoll(program: Command, session: Session): void {
  program
    .command('poll')
    .description('지금 사용량을 읽어 오늘 지출을 추정합니다')
    .option('--team <팀>', '이 팀의 조직만 읽습니다 (이름 또는 ID)')
    .option('--json', '결과를 한 줄에 하나씩 JSON으로 씁니다 (터미널이 아니면 늘 그렇습니다)')
    .action((options: Options) => session.withRuntime((runtime) => poll(runtime, session, options)))
}

async function poll(runtime: Runtime, session: Session, options: Options): Promise<void> {
  const { io } = session
  const teamId = await findTeamId(runtime, options.team)
  const asJson = options.json === true || !io.isTerminal
  const bar = createProgressBar(io)
  const done = new Map<string, number>()
  const rounds = await runtime.polls.pollNow({
    teamId,
    signal: io.signal,
    onKind: (organizationId, result) => {
      const count = (done.get(organizationId) ?? 0) + 1
      done.set(organizationId, count)
      if (asJson) printLine(io, JSON.stringify({ event: 'kind', organization: organizationId, ...result }))
      else bar.show({ label: '사용량', done: count, total: 10, note: result.kind })
    },
  })
  bar.end()
  if (rounds.length === 0) {
    throw new CommandFailed(
      '읽은 조직이 없습니다. 사용할 수 있는 Admin API 키가 없거나, 다른 프로세스가 이미 읽고 있거나, 제한이 풀리기를 기다리는 중입니다.',
    )
  }
  const { sentence } = await import('../http.ts')
  for (const round of rounds) {
    if (asJson) printLine(io, JSON.stringify({ event: 'round', ...summary(round) }))
    else printLine(io, sentenceOf(round))
  }
  const problems = rounds.flatMap((round) => [
    ...(round.problem ? [sentence(round.problem)] : []),
    ...round.kinds.flatMap(({ kind, problem }) => (problem ? [`${kind}: ${sentence(problem)}`] : [])),
  ])
  if (problems.length > 0)
    throw new CommandFailed(`읽지 못한 사용량이 있습니다. 나머지는 저장되었습니다.\n${problems.join('\n')}`)
}

function summary({ organizationId, startedAt, finishedAt, requests, kinds, problem }: Round) {
  const changed = kinds.reduce((sum, kind) => sum + kind.changed, 0)
  return { organization: organizationId, startedAt, finishedAt, requests, changed, problem }
}

function sentenceOf(round: Round): string {
  const { requests, changed, startedAt, finishedAt } = summary(round)
  const seconds = ((finishedAt.getTime() - startedAt.getTime()) / 1_000).toFixed(1)
  return `사용량 ${round.kinds.length}종을 요청 ${requests}회로 읽었습니다. 바뀐 항목 ${changed}건, ${seconds}초 걸렸습니다.`
}
