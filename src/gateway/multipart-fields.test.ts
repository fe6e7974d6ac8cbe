import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundaryOf, MultipartFields } from './multipart-fields.ts'

const form = Buffer.concat([
  Buffer.from(
    '--XyZ\r\nContent-Disposition: form-data; name="file"; filename="a.mp3"\r\nContent-Type: audio/mpeg\r\n\r\n',
  ),
  Buffer.from('model\r\n\r\n--XyY name="model" \r\n'.repeat(40)),
  Buffer.from('\r\n--XyZ\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n'),
  Buffer.from('--XyZ\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nsecret\r\n--XyZ--\r\n'),
])

test('wanted fields of a form are read however it is cut, and files and other fields are not', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: form.length }), { maxLength: 12 }), (places) => {
      const fields = new MultipartFields('XyZ', new Set(['model', 'file', 'stream']))
      let from = 0
      for (const place of [...places.toSorted((left, right) => left - right), form.length]) {
        fields.push(form.subarray(from, place))
        from = place
      }
      expect([...fields.found]).toEqual([['model', 'whisper-1']])
    }),
  )
})

test('the boundary is read from the content type', () => {
  expect(boundaryOf('multipart/form-data; boundary=XyZ')).toBe('XyZ')
  expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe('a b')
  expect(boundaryOf('application/json')).toBeNull()
})
