import { TEXT_MODELS } from './catalogue.ts'
import { measureRhythm } from './demand.ts'
import { base, type Place } from './project-streams.ts'
import { between, mix } from './random.ts'
import type { Component, Stream } from './stream.ts'
import { textComponents } from './tariff.ts'

const BILLED_PER_MODEL = 3
const PER_REQUEST = [1_300, 500, 260, 1]

/** Exactly `lineItems` billed lines on every day, so that a benchmark can say how many rows it moved. */
export function benchmarkStreams(place: Place, lineItems: number): Stream[] {
  const streams: Stream[] = []
  for (let made = 0; made < lineItems; made += BILLED_PER_MODEL) {
    streams.push(benchmarkStream(place, made / BILLED_PER_MODEL, Math.min(BILLED_PER_MODEL, lineItems - made)))
  }
  return streams
}

function benchmarkStream(place: Place, index: number, billed: number): Stream {
  const hash = mix(place.hash, 2_000 + index)
  const model = TEXT_MODELS[index % TEXT_MODELS.length] ?? TEXT_MODELS[0]
  const round = Math.floor(index / TEXT_MODELS.length)
  const rhythm = {
    hash,
    profile: 'office' as const,
    requestsPerDay: between(mix(hash, 5), 40, 900),
    perRequest: PER_REQUEST,
    from: place.from,
    to: place.to,
  }
  return {
    ...base(hash, place.projectId),
    kind: 'completions',
    apiKeyId: place.apiKeys[0]?.id ?? null,
    model: model.id,
    family: model.family,
    components: textComponents(model.id, false, 'default').map((component, position) =>
      renamed(component, position < billed ? round : null),
    ),
    measure: (from, to) => measureRhythm(rhythm, from, to),
  }
}

function renamed(component: Component, round: number | null): Component {
  if (component.bill === null || round === null) return { counter: component.counter, bill: null }
  const lineItem = round === 0 ? component.bill.lineItem : `${component.bill.lineItem} (${round + 1})`
  return { ...component, bill: { ...component.bill, lineItem } }
}
