import type { PricedPart, UsageSeries } from '../../pricing/index.ts'

/** What puts a line of the bill beside what was counted. `family` holds the parts of one model together. */
export type LineKey = { key: string; family: string }

type Tool = { kind: UsageSeries['kind']; key: string; onBill: RegExp }

// The wording of bills has no schema; the first that fits is taken.
const TOOLS: readonly Tool[] = [
  { kind: 'code_interpreter_sessions', key: 'code interpreter', onBill: /code interpreter/ },
  { kind: 'file_search_calls', key: 'file search', onBill: /file search (?:tool|call)/ },
  { kind: 'vector_stores', key: 'file search storage', onBill: /file search|vector stor/ },
  { kind: 'web_search_calls', key: 'web search', onBill: /web search/ },
  { kind: 'images', key: 'images', onBill: /dall|image/ },
  { kind: 'audio_speeches', key: 'speech', onBill: /tts|speech/ },
  { kind: 'audio_transcriptions', key: 'transcription', onBill: /whisper|transcri/ },
]
const TOKENS = /^(?:cached )?(?:input|output)$|^cache write$/
const MODALITY = / (audio|image)$/

/** A bill names what it charges as `model, part`; the last comma is a hint and no more. Null: no model and no tool. */
export function keyOfBillLine(lineItem: string | null): LineKey | null {
  const text = lineItem?.trim().toLowerCase() ?? ''
  const comma = text.lastIndexOf(',')
  const part = comma < 0 ? '' : text.slice(comma + 1).trim()
  const name = comma < 0 ? text : text.slice(0, comma).trim()
  const modality = MODALITY.exec(name)?.[1]
  const isSpeech = modality !== undefined && /^(?:tts|whisper)/.test(name)
  if (TOKENS.test(part) && !isSpeech) {
    const family = undated(name.replace(MODALITY, ''))
    return { family, key: `${family}, ${modality ? withModality(part, modality) : part}` }
  }
  const tool = TOOLS.find(({ onBill }) => onBill.test(text))
  return tool ? { key: tool.key, family: tool.key } : null
}

export function keyOfPart(series: UsageSeries, { part }: Pick<PricedPart, 'part'>): LineKey {
  const tool = TOOLS.find(({ kind }) => kind === series.kind)
  if (tool) return { key: tool.key, family: tool.key }
  const family = `${undated(billedName(series.model ?? ''))}${tierName(series)}`
  return { family, key: `${family}, ${part}` }
}

function withModality(part: string, modality: string): string {
  return part.startsWith('cached ') ? part.replace('cached ', `cached ${modality} `) : `${modality} ${part}`
}

/** Fine-tunes are billed under `ft-<base>`. */
function billedName(model: string): string {
  const name = model.toLowerCase()
  return name.startsWith('ft:') ? `ft-${name.split(':')[1] ?? ''}` : name
}

/** One side may name the alias, the other the version. */
function undated(name: string): string {
  return name.replace(/-\d{4}-\d{2}-\d{2}(?= |$)/, '')
}

function tierName({ batch, serviceTier }: UsageSeries): string {
  if (batch) return ' batch'
  return serviceTier === null || ['default', 'standard', 'auto'].includes(serviceTier) ? '' : ` ${serviceTier}`
}
