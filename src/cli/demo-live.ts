import { setTimeout as wait } from 'node:timers/promises'
import type { Runtime } from '../app.ts'
import { commandActor } from '../people/actor.ts'
import { SECOND } from '../platform/clock.ts'
import type { CommandIo } from '../platform/control/io.ts'
import { clockTime } from './demo-words.ts'
import { printLine } from './session.ts'

const LOOK_EVERY = SECOND
const NEWEST = 30

/** What leaves for the outbox while people watch is said in the terminal as well. */
export async function tellLive(runtime: Runtime, io: CommandIo, onMessage: (kind: string) => void): Promise<void> {
  const told = new Set((await messages(runtime)).map(({ id }) => id))
  while (!io.signal.aborted) {
    const fresh = (await messages(runtime)).filter(({ id }) => !told.has(id)).toReversed()
    for (const { id, kind } of fresh) {
      told.add(id)
      onMessage(kind)
    }
    for (const [subject, same] of Map.groupBy(fresh, (message) => message.subject)) {
      const at = clockTime(new Date(same[0]?.createdAt ?? 0), runtime.config.displayTimeZone)
      printLine(io, `${at}  ${subject} → ${same.map(({ to }) => to).join(', ')}`)
    }
    await wait(LOOK_EVERY, null, { signal: io.signal }).catch(() => {})
  }
}

async function messages({ channels }: Runtime) {
  return (await channels.outbox.list(commandActor, { limit: NEWEST })).items
}
