import { setTimeout as wait } from 'node:timers/promises'
import { SECOND } from '../platform/clock.ts'
import { APPS } from './demo-apps.ts'

/** One program after another, so that each calls every few seconds. */
const EVERY = 1.5 * SECOND
const TIMEOUT = 10 * SECOND

/** While people watch, the programs go on calling through the gateway, as any OpenAI client does, and tell how it went. */
export async function callLive(
  publicUrl: string,
  keys: ReadonlyMap<string, { readonly key: string }>,
  signal: AbortSignal,
): Promise<void> {
  const apps = APPS.flatMap((app) => {
    const key = keys.get(app.project)?.key
    return key ? [{ app, key }] : []
  })
  for (let turn = 0; apps.length > 0 && !signal.aborted; turn += 1) {
    const one = apps[turn % apps.length]
    const round = Math.floor(turn / apps.length)
    const task = one?.app.tasks[round % one.app.tasks.length]
    if (one && task) {
      const context = {
        task: task.name,
        intent: task.intents[round % Math.max(1, task.intents.length)],
        user: one.app.users[round % one.app.users.length],
      }
      // A program that is refused, or whose server stops, calls again at its next turn.
      await callOnce(publicUrl, one.key, task.model, context, task.outcome?.rate ?? null).catch(() => {})
    }
    await wait(EVERY, null, { signal }).catch(() => {})
  }
}

type Context = { task: string; intent: string | undefined; user: string | undefined }

async function callOnce(publicUrl: string, key: string, model: string, context: Context, rate: number | null) {
  const authorization = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
  const about = Object.entries(context).flatMap(([name, text]) =>
    text === undefined ? [] : [[`x-finops-${name}`, encodeURIComponent(text)] as const],
  )
  const content = `${context.task}: ${context.intent ?? '일반'} 문의에 답해 주세요. `.repeat(40)
  const response = await fetch(`${publicUrl}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { ...authorization, ...Object.fromEntries(about) },
    body: JSON.stringify({ model, messages: [{ role: 'user', content }], max_completion_tokens: 300 }),
    signal: AbortSignal.timeout(TIMEOUT),
  })
  const answer = (await response.json()) as { id?: string }
  if (!response.ok || rate === null || answer.id === undefined) return
  const outcome = { responseId: answer.id, task: context.task, success: Math.random() < rate }
  await fetch(`${publicUrl}/api/outcomes`, {
    method: 'POST',
    headers: authorization,
    body: JSON.stringify({ outcomes: [outcome] }),
    signal: AbortSignal.timeout(TIMEOUT),
  })
}
