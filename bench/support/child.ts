import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export type Child = {
  readonly pid: number
  ask<T>(answer: z.ZodType<T>, task: string, input?: unknown): Promise<T>
  /** The most memory that the process has held so far, in MB; null where the system does not tell. */
  peakMegabytes(): number | null
  restingMegabytes(): number | null
  stop(): Promise<void>
}

const Reply = z.union([z.object({ id: z.int(), value: z.unknown() }), z.object({ id: z.int(), error: z.string() })])

/** A process of its own for one part of a scenario, so that its memory and its processor time are its own. */
export function startChild(script: URL, environment: Record<string, string> = {}): Child {
  const child = fork(fileURLToPath(script), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const pid = child.pid ?? 0
  let lastId = 0
  return {
    pid,
    ask: (answer, task, input) => {
      lastId += 1
      return ask(child, answer, { id: lastId, task, input: input ?? null })
    },
    peakMegabytes: () => memoryOf(pid, 'VmHWM'),
    restingMegabytes: () => memoryOf(pid, 'VmRSS'),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

function ask<T>(child: ChildProcess, answer: z.ZodType<T>, question: { id: number; task: string; input: unknown }) {
  return new Promise<T>((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`the process of "${question.task}" ended with ${code}`))
    const onMessage = (message: unknown) => {
      const reply = Reply.parse(message)
      if (reply.id !== question.id) return
      child.off('message', onMessage).off('exit', onExit)
      if ('error' in reply) reject(new Error(`${question.task}: ${reply.error}`))
      else resolve(answer.parse(reply.value))
    }
    child.on('message', onMessage).once('exit', onExit)
    child.send(question)
  })
}

function memoryOf(pid: number, field: 'VmHWM' | 'VmRSS'): number | null {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? Math.round(Number(found[1]) / 1_024) : null
  } catch {
    return null
  }
}
