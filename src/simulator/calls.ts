import { findEmbeddingModel, findTextModel, type ServiceTier } from './catalogue.ts'
import { base } from './project-streams.ts'
import { hashText, hexadecimal, mix } from './random.ts'
import type { Component, Stream } from './stream.ts'
import { embeddingComponents, type PieceKind, pieceComponents, textComponents } from './tariff.ts'

export type Call = {
  readonly at: number
  readonly projectId: string
  readonly apiKeyId: string
  readonly userId: string | null
  readonly model: string
  readonly tier: ServiceTier
  /** In the order of the model's components. */
  readonly counts: readonly number[]
  /** What is sold by the piece; null: by tokens. */
  readonly piece: PieceKind | null
}

/** Calls that came through our own inference endpoints: their use counts at once, their bill follows like any other. */
export type CallLedger = {
  /** Answers an id that no other call of this organization has. */
  record(call: Call): string
  streams(): readonly Stream[]
}

type Track = { readonly stream: Stream; add(at: number, counts: readonly number[]): void }

export function createCallLedger(seed: number): CallLedger {
  const tracks = new Map<string, Track>()
  const streams: Stream[] = []
  let count = 0
  return {
    streams: () => streams,
    record: (call) => {
      const name = `${call.projectId} ${call.apiKeyId} ${call.model} ${call.tier} ${call.piece ?? ''}`
      const known = tracks.get(name)
      const track = known ?? createTrack(call, hashText(seed, name))
      if (known === undefined) {
        tracks.set(name, track)
        streams.push(track.stream)
      }
      track.add(call.at, call.counts)
      count += 1
      return hexadecimal(mix(seed, count), 20) + count.toString(16).padStart(8, '0')
    },
  }
}

function createTrack(call: Call, hash: number): Track {
  const components = componentsOf(call)
  const instants: number[] = []
  /** Running totals after each instant, one list per component. */
  const totals = components.map((): number[] => [])
  const through = (list: readonly number[], at: number) => list[countBefore(instants, at) - 1] ?? 0
  return {
    add: (at, counts) => {
      const last = instants.at(-1)
      const isSameInstant = last !== undefined && last >= at
      if (!isSameInstant) instants.push(at)
      for (const [index, list] of totals.entries()) {
        const sum = (list.at(-1) ?? 0) + (counts[index] ?? 0)
        if (isSameInstant) list[list.length - 1] = sum
        else list.push(sum)
      }
    },
    stream: {
      ...base(hash, call.projectId),
      kind: call.piece ?? (findEmbeddingModel(call.model) === undefined ? 'completions' : 'embeddings'),
      extra: call.piece === 'images' ? { size: '1024x1024', source: 'image.generation' } : {},
      apiKeyId: call.apiKeyId,
      userId: call.userId,
      model: call.model,
      family: findTextModel(call.model)?.family ?? call.model,
      tier: call.tier,
      isRecorded: true,
      components,
      measure: (from, to) => totals.map((list) => through(list, to) - through(list, from)),
    },
  }
}

function componentsOf(call: Call): Component[] {
  if (call.piece !== null) return pieceComponents(call.piece)
  const embedding = findEmbeddingModel(call.model)
  return embedding === undefined ? textComponents(call.model, false, call.tier) : embeddingComponents(embedding.id)
}

/** How many of the rising instants lie before `at`. */
function countBefore(instants: readonly number[], at: number): number {
  let low = 0
  let high = instants.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((instants[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}
