import type { ToolUse } from '../../calls/index.ts'
import { isObject } from './counts.ts'
import { TokensSeen } from './tokens-seen.ts'

const CALLS = [
  '"web_search_call"',
  '"file_search_call"',
  '"image_generation_call"',
  '"code_interpreter_call"',
  // Of a web search only what searches is charged.
  '"open_page"',
  '"find_in_page"',
]
const CONTAINER = Buffer.from('"container_id"')
const CONTAINER_ID = /"container_id" ?: ?"([^"]{1,100})"/g
const LONGEST_CONTAINER = 128

/**
 * The hosted tools that an answer names. Quotes inside of its text are escaped, so these words in quotes are types of its
 * items and never something that was said.
 */
export class ToolsSeen {
  readonly #calls = new TokensSeen(CALLS)
  readonly #containers = new Set<string>()
  #tail: Buffer = Buffer.alloc(0)

  push(bytes: Buffer): void {
    this.#calls.push(bytes)
    const text = Buffer.concat([this.#tail, bytes])
    if (text.includes(CONTAINER)) {
      for (const [, id = ''] of text.toString('latin1').matchAll(CONTAINER_ID)) this.#containers.add(id)
    }
    this.#tail = Buffer.from(text.subarray(Math.max(0, text.length - LONGEST_CONTAINER)))
  }

  /** `told`: what the answer says of its tools itself, which wins. */
  use(told: unknown): ToolUse | null {
    const [searches = 0, fileSearches = 0, images = 0, interpreted = 0, opened = 0, found = 0] = this.#calls.counts
    const use = {
      web_search: billableSearches(told) ?? Math.max(0, searches - opened - found),
      file_search: fileSearches,
      image_generation: images,
      // Which calls shared a container is all that can be seen; one that an earlier answer had opened counts again.
      code_interpreter: interpreted === 0 ? 0 : Math.max(1, this.#containers.size),
    }
    return Object.values(use).some((count) => count > 0) ? use : null
  }
}

function billableSearches(told: unknown): number | null {
  if (!isObject(told) || !isObject(told.web_search)) return null
  const { num_requests: count } = told.web_search
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
}
