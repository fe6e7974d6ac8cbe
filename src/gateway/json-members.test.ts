import fc from 'fast-check'
import { expect, test } from 'vitest'
import { askForUsage } from './include-usage.ts'
import { JsonMembers } from './json-members.ts'

const WANTED = new Set(['model', 'usage', 'stream_options', 'response.usage', 'response.id'])

/** Fed in pieces cut anywhere, also inside of characters and escapes. */
function read(text: string, cuts: readonly number[] = []): JsonMembers {
  const bytes = Buffer.from(text)
  const members = new JsonMembers(WANTED)
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((left, right) => left - right)
  let from = 0
  for (const place of [...places, bytes.length]) {
    members.push(bytes.subarray(from, place))
    from = place
  }
  return members
}

const value = fc.jsonValue({ maxDepth: 4 })
const object = fc.record(
  {
    model: fc.oneof(fc.string({ unit: 'binary' }), value),
    usage: value,
    response: fc.oneof(fc.record({ usage: value, id: fc.string() }), value),
    other: value,
    'a"b\\': fc.string({ unit: 'binary' }),
    모델: fc.string({ unit: 'grapheme' }),
  },
  { requiredKeys: [] },
)

test('wanted members are found as JSON.parse finds them, however the text is cut', () => {
  fc.assert(
    fc.property(object, fc.array(fc.nat(), { maxLength: 12 }), fc.constantFrom(0, 2), (given, cuts, spaces) => {
      const text = JSON.stringify(given, null, spaces)
      const parsed: Record<string, unknown> = JSON.parse(text)
      const members = read(text, cuts)
      expect(members.value('model')).toEqual(parsed.model)
      expect(members.value('usage')).toEqual(parsed.usage)
      const response = parsed.response
      const inner = typeof response === 'object' && response !== null && !Array.isArray(response) ? response : {}
      expect(members.value('response.usage')).toEqual('usage' in inner ? inner.usage : undefined)
      expect(Buffer.from(text)[members.end ?? -1]).toBe(0x7d)
      expect(members.isEmpty).toBe(Object.keys(given).length === 0)
    }),
    { numRuns: 2_000 },
  )
})

test('what stands where is told in bytes', () => {
  const text = '{"모델":"가나다", "model" : "gpt-4o" , "usage":null}'
  const members = read(text)
  const bytes = Buffer.from(text)
  const model = members.found.get('model')
  expect(bytes.subarray(model?.from, model?.to).toString()).toBe('"gpt-4o"')
  expect(bytes[members.end ?? 0]).toBe(0x7d)
})

test('what is no JSON finds nothing and breaks nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      new JsonMembers(WANTED).push(Buffer.from(bytes))
    }),
  )
  expect(read('<html>').found.size).toBe(0)
  expect(read('[{"model":"x"}]').found.size).toBe(0)
})

test('asking for usage changes nothing else of a request', () => {
  fc.assert(
    fc.property(
      object,
      fc.constantFrom<unknown>(undefined, null, {}, { include_usage: false, x: [1] }),
      (given, options) => {
        const request = options === undefined ? given : { ...given, stream_options: options }
        const text = JSON.stringify(request)
        const asked = askForUsage(Buffer.from(text), read(text))
        const parsed: Record<string, unknown> = JSON.parse(asked?.toString() ?? '')
        expect(parsed).toEqual({ ...JSON.parse(text), stream_options: { ...(options as object), include_usage: true } })
        const { stream_options: _asked, ...rest } = parsed
        const { stream_options: _given, ...before } = JSON.parse(text)
        expect(JSON.stringify(rest)).toBe(JSON.stringify(before))
      },
    ),
  )
})

test('who asks for usage already is left alone, and so is what is no request', () => {
  for (const text of [
    '{"stream_options":{"include_usage":true}}',
    '{"stream_options":7}',
    'no',
    '{"model":"x"',
    '[]',
  ]) {
    expect(askForUsage(Buffer.from(text), read(text))).toBeNull()
  }
})
