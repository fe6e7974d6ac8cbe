import type { JsonMembers } from './json-members.ts'

/**
 * Has a stream tell its usage although the caller did not ask: every other byte of the request stays as it is. Null: the
 * caller asks for it already, or the body is nothing that could be asked.
 */
export function askForUsage(body: Buffer, members: JsonMembers): Buffer | null {
  if (members.end === null || members.start === null) return null
  const given = members.found.get('stream_options')
  if (given === undefined) {
    return insert(
      body,
      members.end,
      members.end,
      `${members.isEmpty ? '' : ','}"stream_options":{"include_usage":true}`,
    )
  }
  const options = members.value('stream_options')
  if (options === null) return insert(body, given.from, given.to, '{"include_usage":true}')
  if (typeof options !== 'object' || Array.isArray(options)) return null
  if ('include_usage' in options && options.include_usage === true) return null
  return insert(body, given.from, given.to, JSON.stringify({ ...options, include_usage: true }))
}

function insert(body: Buffer, from: number, to: number, text: string): Buffer {
  return Buffer.concat([body.subarray(0, from), Buffer.from(text), body.subarray(to)])
}
