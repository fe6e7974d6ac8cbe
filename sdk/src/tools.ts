import { objectOf } from './usage.ts'
import type { Tool } from './wire.ts'

type Tools = Partial<Record<Tool, number>>

const TYPES: Readonly<Record<string, Tool>> = {
  web_search_call: 'web_search',
  file_search_call: 'file_search',
  image_generation_call: 'image_generation',
}
/** Of a web search only what searches is charged. */
const FREE_ACTIONS: readonly unknown[] = ['open_page', 'find_in_page']

/** The hosted tools that a response used. Undefined: none. */
export function toolsIn(output: unknown): Tools | undefined {
  if (!Array.isArray(output)) return undefined
  const tools: Tools = {}
  const containers = new Set<unknown>()
  for (const item of output) {
    const { type, action, container_id: container } = objectOf(item) ?? {}
    if (type === 'code_interpreter_call') containers.add(container)
    const tool = TYPES[String(type)]
    if (tool === undefined || FREE_ACTIONS.includes(objectOf(action)?.type)) continue
    tools[tool] = (tools[tool] ?? 0) + 1
  }
  if (containers.size > 0) tools.code_interpreter = containers.size
  return Object.keys(tools).length > 0 ? tools : undefined
}
