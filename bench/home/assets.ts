import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const WEB = new URL('../../dist/web/', import.meta.url)

/** The scripts that `index.html` names: what every first visit waits for, whatever page it is of. */
export function initialScripts(): { files: number; bytes: number; gzipBytes: number } {
  const html = readFileSync(new URL('index.html', WEB), 'utf8')
  const names = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, name]) => name ?? '')
  const texts = names.map((name) => readFileSync(new URL(name, WEB)))
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0)
  return {
    files: names.length,
    bytes: sum(texts.map((text) => text.byteLength)),
    gzipBytes: sum(texts.map((text) => gzipSync(text, { level: 9 }).byteLength)),
  }
}
