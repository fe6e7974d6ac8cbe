import type { Endpoint } from './endpoint.ts'
import { JsonMembers } from './json-members.ts'

/** What of a request decides its price and how its answer is read. Nothing else of it is looked at. */
export type RequestFacts = {
  model: string | null
  streams: boolean
  size: string | null
  /** Characters to be spoken. */
  characters: number | null
  batch: boolean | null
}

export const nothingKnown: RequestFacts = { model: null, streams: false, size: null, characters: null, batch: null }

const WANTED: ReadonlySet<string> = new Set(['model', 'stream', 'stream_options'])
const WANTED_OF: Partial<Record<NonNullable<Endpoint['form']>, ReadonlySet<string>>> = {
  images: new Set([...WANTED, 'size', 'quality']),
  speech: new Set([...WANTED, 'input']),
}

export type ReadRequest = { facts: RequestFacts; members: JsonMembers }

export function readRequest(body: Buffer, endpoint: Endpoint): ReadRequest {
  const members = new JsonMembers((endpoint.form && WANTED_OF[endpoint.form]) || WANTED)
  members.push(body)
  const input = endpoint.form === 'speech' ? textOf(members, 'input') : null
  const facts = {
    model: textOf(members, 'model'),
    streams: members.found.get('stream')?.text === 'true',
    size: endpoint.form === 'images' ? sizeOf(members) : null,
    characters: input === null ? null : [...input].length,
    batch: null,
  }
  return { facts, members }
}

/** An image that is asked for in hd has another price; whoever names no size gets this one. */
function sizeOf(members: JsonMembers): string | null {
  const size = textOf(members, 'size')
  return textOf(members, 'quality') === 'hd' ? `hd ${size ?? '1024x1024'}` : size
}

function textOf(members: JsonMembers, name: string): string | null {
  const value = members.value(name)
  return typeof value === 'string' && value !== '' ? value : null
}
