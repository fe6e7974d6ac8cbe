import { type Command, Option } from 'commander'
import { numberOption } from './options.ts'
import { untilAborted } from './serve.ts'
import { printLine, type Session } from './session.ts'

const SCENARIOS = ['steady', 'runaway', 'late-bill', 'flaky'] as const

type Options = {
  port: number
  scenario: (typeof SCENARIOS)[number]
  seed: number
  speed: number
  projects?: number
}

export function addSimulate(program: Command, session: Session): void {
  program
    .command('simulate')
    .description('시뮬레이션한 OpenAI 조직을 HTTP로 엽니다')
    .addOption(numberOption('--port <포트>', '들을 포트 (0: 빈 포트)', { min: 0, max: 65_535 }).default(4010))
    .addOption(new Option('--scenario <이름>', '벌어질 일').choices(SCENARIOS).default('steady'))
    .addOption(numberOption('--seed <수>', '같은 시드는 같은 조직입니다', { min: 0, max: 2 ** 31 }).default(1))
    .addOption(numberOption('--speed <배>', '시간이 흐르는 빠르기', { min: 0, max: 1e6 }).default(1))
    .addOption(numberOption('--projects <개>', '프로젝트 수', { min: 1, max: 10_000 }))
    .action((options: Options) => simulate(session, options))
}

async function simulate({ io }: Session, options: Options): Promise<void> {
  const { runSimulator } = await import('../simulator/index.ts')
  const running = await runSimulator({
    port: options.port,
    scenario: options.scenario,
    seed: options.seed,
    speed: options.speed,
    projectCount: options.projects,
  })
  for (const line of running.lines) printLine(io, line)
  await untilAborted(io.signal)
  await running.close()
}
