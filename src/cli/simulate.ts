import { type Command, Option } from 'commander'
import { numberOption } from './options.ts'
import { untilAborted } from './serve.ts'
import { printLine, type Session, WrongUsage } from './session.ts'

const SCENARIOS = ['steady', 'runaway', 'late-bill', 'flaky'] as const

const SECONDS = { min: 0, max: 86_400 }

type Options = {
  port: number
  scenario: (typeof SCENARIOS)[number]
  seed: number
  speed: number
  projects?: number
  runawayProject?: string
  runawayAfter: number
  limitDelay: number
  usageLag: number
  usageStep: number
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
    .option('--runaway-project <이름>', 'runaway: 폭주할 프로젝트의 이름이나 Project ID (기본: 첫 프로젝트)')
    .addOption(numberOption('--runaway-after <초>', 'runaway: 시작하고 몇 초 뒤에 폭주하는지', SECONDS).default(60))
    .addOption(numberOption('--limit-delay <초>', '한도, 삭제한 키, 보관이 듣기까지 걸리는 시간', SECONDS).default(0))
    .addOption(numberOption('--usage-lag <초>', '사용량이 보이기까지 걸리는 시간', SECONDS).default(300))
    .addOption(numberOption('--usage-step <초>', '한 번에 보이는 사용량의 길이', { min: 1, max: 86_400 }).default(60))
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
    runawayProject: options.runawayProject,
    runawayAfterSeconds: options.runawayAfter,
    limitDelaySeconds: options.limitDelay,
    usageLagSeconds: options.usageLag,
    usageStepSeconds: options.usageStep,
  }).catch((error: unknown) => {
    if (error instanceof RangeError)
      throw new WrongUsage(`--runaway-project: ${options.runawayProject} 프로젝트가 없습니다.`)
    throw error
  })
  for (const line of running.lines) printLine(io, line)
  await untilAborted(io.signal)
  await running.close()
}
