import OpenAI from 'openai'
import { fixedClock } from '../platform/clock.ts'
import type { Simulator } from './handle.ts'
import type { SimulatorOptions } from './options.ts'
import { createSimulator } from './simulator.ts'

/** Monday 14:00 in Korea. */
export const NOON = '2026-11-23T05:00:00Z'

export type Session = {
  readonly simulator: Simulator
  readonly url: string
  readonly admin: OpenAI
  readonly caller: OpenAI
  as(adminKey: string): OpenAI
  /** The raw text of an answer, because the SDK turns amounts into floats. */
  text(path: string, key?: string): Promise<string>
  json(path: string, key?: string): Promise<{ status: number; headers: Headers; body: unknown }>
  seconds(): number
}

/** For tests: a listening simulator with a fixed clock, and clients that do not retry. */
export async function withSimulator<T>(options: SimulatorOptions, use: (session: Session) => Promise<T>): Promise<T> {
  const simulator = createSimulator({ clock: fixedClock(NOON), ...options })
  const { url } = await simulator.listen()
  const get = (path: string, key: string) => fetch(`${url}/${path}`, { headers: { authorization: `Bearer ${key}` } })
  const as = (adminAPIKey: string) => new OpenAI({ adminAPIKey, baseURL: url, maxRetries: 0 })
  try {
    return await use({
      simulator,
      url,
      as,
      admin: as(simulator.keys.full),
      caller: new OpenAI({ apiKey: simulator.keys.projectKey, baseURL: url, maxRetries: 0 }),
      text: async (path, key = simulator.keys.full) => (await get(path, key)).text(),
      json: async (path, key = simulator.keys.full) => {
        const response = await get(path, key)
        return { status: response.status, headers: response.headers, body: await response.json() }
      },
      seconds: () => Math.floor(simulator.now().getTime() / 1_000),
    })
  } finally {
    await simulator.close()
  }
}

export function secondsOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1_000
}
