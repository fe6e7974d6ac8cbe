import { gzipSync } from 'node:zlib'
import type { Hostile } from './send.ts'

/** An unknown field is left out, however deep. */
export const LEGAL_WHERE_IGNORED = 'deeply nested and closed'

/** What is sent where an object of JSON is expected. */
export const BODIES: Readonly<Record<string, Omit<Hostile, 'path'>>> = {
  'cut off': { body: '{"name": "a' },
  empty: { body: '' },
  'not JSON': { body: 'name=a' },
  'a number': { body: '7' },
  'a text': { body: '"name"' },
  null: { body: 'null' },
  'a list': { body: '[]' },
  'invalid UTF-8': { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
  'invalid UTF-8 in a text': {
    body: Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]),
  },
  'a nul byte': { body: '{"name":"a"\u0000}' },
  'deeply nested': { body: '['.repeat(50_000) },
  [LEGAL_WHERE_IGNORED]: { body: `{"name":${'['.repeat(5_000)}${']'.repeat(5_000)}}` },
  'a prototype key': { body: '{"__proto__":{"role":"admin"}}' },
  'a constructor key': { body: '{"constructor":{"prototype":{"role":"admin"}}}' },
  'over the limit': { body: `{"name":"${'a'.repeat(3 * 1024 * 1024)}"}` },
  'a form': { body: 'name=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  'multipart without a boundary': { body: 'x', headers: { 'content-type': 'multipart/form-data' } },
  'a text file': { body: '{"name":"a"}', headers: { 'content-type': 'text/plain' } },
  XML: { body: '<name/>', headers: { 'content-type': 'application/xml' } },
  'a content type of nonsense': { body: '{}', headers: { 'content-type': '\u00ff;;=' } },
  'another charset': {
    body: Buffer.from('{"name":"x"}', 'utf16le'),
    headers: { 'content-type': 'application/json; charset=utf-16' },
  },
  'a compressed body': { body: gzipSync('{}'), headers: { 'content-encoding': 'gzip' } },
}
