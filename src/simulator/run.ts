import type { Simulator } from './handle.ts'
import type { SimulatorOptions } from './options.ts'
import { createSimulator } from './simulator.ts'

export type RunningSimulator = {
  readonly simulator: Simulator
  readonly url: string
  readonly port: number
  /** What the command prints once it listens. */
  readonly lines: readonly string[]
  close(): Promise<void>
}

/** `finops simulate`: the simulator as a process of its own. */
export async function runSimulator(
  options: SimulatorOptions & { port?: number | undefined; host?: string | undefined } = {},
): Promise<RunningSimulator> {
  const { port: wantedPort = 4010, host = '127.0.0.1', ...rest } = options
  const simulator = createSimulator(rest)
  const { url, port } = await simulator.listen(wantedPort, host)
  const control = url.replace(/\/v1$/, '/_sim')
  const lines = [
    `시뮬레이션한 OpenAI 조직: ${url}`,
    `시나리오 ${rest.scenario ?? 'steady'} · 시드 ${rest.seed ?? 1} · 속도 ${rest.speed ?? 1}배 · 프로젝트 ${simulator.projects().length}개`,
    `Admin 키(전체 권한): ${simulator.keys.full}`,
    `Admin 키(읽기 전용): ${simulator.keys.readOnly}`,
    `프로젝트 키(호출용): ${simulator.keys.projectKey}`,
    `제어: POST ${control}/advance · POST ${control}/faults · GET ${control}/state · GET ${control}/truth?from=&to=`,
  ]
  return { simulator, url, port, lines, close: simulator.close }
}
