import type { Quantities, UsageKind } from '../../pricing/index.ts'
import { isCount } from './completion.ts'
import { isObject } from './measure.ts'
import type { Request } from './uses.ts'

/** `kind` null: no price list knows what it costs. */
type Fee = { kind: UsageKind | null; quantities: Partial<Quantities> }

/** As often as a tool is called where the request does not limit it: an allowance, since OpenAI names no most. */
const USUAL_CALLS = 10

/** Tools of OpenAI's are paid by the call or the session, beside the tokens. */
export function toolFees({ json, model }: Request): Fee[] {
  const tools = Array.isArray(json?.tools) ? json.tools : []
  const types = tools.flatMap((tool) => (isObject(tool) && typeof tool.type === 'string' ? [tool.type] : []))
  const calls = isCount(json?.max_tool_calls) ? json.max_tool_calls : USUAL_CALLS
  const fees: Fee[] = []
  const isAny = (start: string) => types.some((type) => type.startsWith(start))
  if (isAny('web_search')) fees.push({ kind: 'web_search_calls', quantities: { toolCalls: calls } })
  else if (isObject(json?.web_search_options) || model?.includes('-search-')) {
    fees.push({ kind: 'web_search_calls', quantities: { toolCalls: 1 } })
  }
  if (isAny('file_search')) fees.push({ kind: 'file_search_calls', quantities: { toolCalls: calls } })
  if (isAny('code_interpreter')) fees.push({ kind: 'code_interpreter_sessions', quantities: { sessions: calls } })
  if (isAny('image_generation')) fees.push({ kind: null, quantities: {} })
  return fees
}
