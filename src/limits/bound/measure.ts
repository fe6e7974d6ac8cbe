/** What the size of a request says about its input, read from the body as it is sent. */
export type Measured = {
  /** Bytes of JSON that may become text: no tokenizer of OpenAI's makes more than one token of a byte. */
  textBytes: number
  images: number
  /** Bytes of recordings that are part of the body. */
  audioBytes: number
  /** It points to input that is not in it: files, earlier answers, stored prompts, tools that look things up. */
  isOpen: boolean
}

type Json = Readonly<Record<string, unknown>>

const IMAGE_TYPES: ReadonlySet<unknown> = new Set(['image_url', 'input_image', 'computer_screenshot'])
const FILE_TYPES: ReadonlySet<unknown> = new Set(['file', 'input_file'])
/** Members by which a request reaches for more than it carries. */
const OPEN_MEMBERS = ['previous_response_id', 'conversation', 'thread', 'assistant_id'] as const
/** What its author calls by themselves; every other tool is OpenAI's and reads as much as it likes. */
const OWN_TOOLS: ReadonlySet<unknown> = new Set(['function', 'custom'])

export function measure(body: Json, bytes: number): Measured {
  const found: Measured = { textBytes: bytes, images: 0, audioBytes: 0, isOpen: pointsElsewhere(body) }
  const waiting: unknown[] = [body]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) {
      for (const one of value) if (isNested(one)) waiting.push(one)
    } else if (isObject(value)) {
      notePart(value, found)
      for (const one of Object.values(value)) if (isNested(one)) waiting.push(one)
    }
  }
  return found
}

function notePart(part: Json, found: Measured): void {
  if (IMAGE_TYPES.has(part.type) || part.image_url !== undefined) {
    found.images += 1
    found.textBytes -= inlineLength(part.image_url)
  }
  if (FILE_TYPES.has(part.type)) found.isOpen = true
  if (part.type === 'input_audio' && isObject(part.input_audio) && typeof part.input_audio.data === 'string') {
    found.audioBytes += part.input_audio.data.length
    found.textBytes -= part.input_audio.data.length
  }
}

/** Only what stands where a picture belongs is one: text that begins like one is read as text. */
function inlineLength(url: unknown): number {
  const text = isObject(url) ? url.url : url
  return typeof text === 'string' && text.startsWith('data:image/') ? text.length : 0
}

function pointsElsewhere(body: Json): boolean {
  if (OPEN_MEMBERS.some((name) => body[name] !== undefined && body[name] !== null)) return true
  if (isObject(body.prompt)) return true
  if (isObject(body.audio) && typeof body.audio.id === 'string') return true
  if (isObject(body.web_search_options)) return true
  return (
    Array.isArray(body.tools) && body.tools.some((tool) => !isObject(tool) || !OWN_TOOLS.has(tool.type ?? 'function'))
  )
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
