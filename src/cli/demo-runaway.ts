import type { Simulator, SimulatorOptions } from '../simulator/index.ts'
import { RUNAWAY } from './demo-cast.ts'

/** Long prompts, many of them: some 260 dollars a minute, so that a limit of 500 is reached within two minutes. */
const LOOP = { callsPerMinute: 3_000, input: 27_000, cached: 3_000, output: 1_600 }

/** A small company at OpenAI whose usage shows up within seconds and whose limits bite within seconds. */
export const SIMULATED = {
  seed: 7,
  organizations: 2,
  hasNewModel: true,
  usageLagSeconds: 3,
  usageStepSeconds: 5,
  limitDelaySeconds: 4,
} satisfies SimulatorOptions

/** The retry loop of the story. */
export function beginRunaway(simulator: Simulator, afterSeconds: number): Date {
  return simulator.startRunaway({ projectId: runawayProject(simulator), afterSeconds, loop: LOOP })
}

/** Whoever is told of it repairs the program. */
export function endRunaway(simulator: Simulator): void {
  simulator.endRunaways(runawayProject(simulator))
}

function runawayProject(simulator: Simulator): string {
  const project = simulator.projects().find(({ name }) => name === RUNAWAY.project)
  if (project === undefined) throw new Error(`${RUNAWAY.project} is not simulated`)
  return project.id
}
