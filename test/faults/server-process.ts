import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('./server-child.ts', import.meta.url))
const WRONG_CLOCK = fileURLToPath(new URL('./wrong-clock.ts', import.meta.url))

export type ServerProcess = {
  readonly url: string
  /** Dies in the middle of whatever it does. */
  kill(): Promise<void>
  /** Ends what it has begun, then itself. */
  end(): Promise<void>
}

export type ServerOptions = {
  readonly environment: Readonly<Record<string, string>>
  /** Others run beside it: what they hold is theirs. */
  readonly isOneOfMany?: boolean
  /** How wrong its wall clock is. */
  readonly clockShiftMs?: number
  readonly timeZone?: string
}

const running = new Set<ChildProcess>()

/** Answers when the server listens. */
export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  const { environment, isOneOfMany = false, clockShiftMs = 0, timeZone } = options
  const shifted = clockShiftMs === 0 ? [] : ['--import', WRONG_CLOCK]
  const child = spawn(process.execPath, [...shifted, PROGRAM, ...(isOneOfMany ? [] : ['--alone'])], {
    env: {
      ...process.env,
      ...environment,
      CLOCK_SHIFT_MS: String(clockShiftMs),
      ...(timeZone ? { TZ: timeZone } : {}),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  const exited = once(child, 'exit').finally(() => running.delete(child))
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([
    once(lines, 'line'),
    exited.then(([code, signal]) => Promise.reject(new Error(`the server ended with ${code ?? signal}`))),
  ])
  const { url }: { url: string } = JSON.parse(String(first[0]))
  return {
    url,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async end() {
      child.kill('SIGTERM')
      const [code, signal] = await exited
      if (code !== 0) throw new Error(`the server ended with ${code ?? signal}`)
    },
  }
}

/** For the end of a test, however it ended. */
export function killServerProcesses(): void {
  for (const child of running) child.kill('SIGKILL')
}
