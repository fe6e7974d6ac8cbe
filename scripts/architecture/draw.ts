import { FEATURES, PARTS, type Part, partOf } from './order.ts'

type Edge = { from: Part; to: Part }
type Box = { part: Part; x: number; y: number; width: number }

const BOX = { width: 132, height: 40, gapX: 28, gapY: 64, margin: 32 }
const PER_ROW = 6

/** The picture in the documentation: every part in the order of imports, with an arrow for each pair that really imports. */
export function drawArchitecture(imports: readonly { from: string; to: string }[]): string {
  const edges = edgesBetweenParts(imports)
  const present = PARTS.filter((part) => imports.some(({ from }) => partOf(from) === part))
  const boxes = layOut(present, edges)
  const width = Math.max(0, ...boxes.map((box) => box.x + box.width)) + BOX.margin
  const height = Math.max(0, ...boxes.map((box) => box.y + BOX.height)) + BOX.margin
  const byPart = new Map(boxes.map((box) => [box.part, box]))
  const arrows = edges
    .filter(({ to }) => to !== 'platform')
    .map(({ from, to }) => arrow(byPart.get(from), byPart.get(to)))
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Parts of finops-for-ai and who imports whom">`,
    STYLE,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" class="tip"/></marker></defs>',
    ...arrows,
    ...boxes.map(boxToSvg),
    '</svg>',
  ].join('\n')}\n`
}

const STYLE = `<style>
svg { background: #fff; font: 13px ui-sans-serif, system-ui, sans-serif }
rect { fill: #f5f7fa; stroke: #9aa5b5 } .top rect { fill: #eef2ff; stroke: #8490d8 } .base rect { fill: #edf7f1; stroke: #74ab8b }
text { fill: #1c2430; text-anchor: middle; dominant-baseline: central }
.edge { fill: none; stroke: #8792a3; stroke-opacity: .55 } .tip { fill: #8792a3 }
@media (prefers-color-scheme: dark) { svg { background: #12161d } rect { fill: #1d2430; stroke: #566175 } text { fill: #e6eaf0 } .top rect { fill: #232a4a } .base rect { fill: #1b3327 } }
</style>`

function edgesBetweenParts(imports: readonly { from: string; to: string }[]): Edge[] {
  const pairs = new Map<string, Edge>()
  for (const { from, to } of imports) {
    const [left, right] = [partOf(from), partOf(to)]
    if (!left || !right || left === right || /\.test\.tsx?$/.test(from)) continue
    pairs.set(`${left} ${right}`, { from: left, to: right })
  }
  const rank = (part: Part) => PARTS.indexOf(part)
  return [...pairs.values()].sort((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to))
}

/** A part stands one row above the highest part it imports; platform is the ground below all. */
function layOut(present: readonly Part[], edges: readonly Edge[]): Box[] {
  const level = new Map<Part, number>()
  for (const part of present) {
    const below = edges
      .filter((edge) => edge.from === part && level.has(edge.to))
      .map((edge) => level.get(edge.to) ?? 0)
    level.set(part, part === 'platform' ? 0 : 1 + Math.max(0, ...below))
  }
  const rows = [...new Set(level.values())]
    .sort((a, b) => b - a)
    .flatMap((wanted) => chunk(present.filter((part) => level.get(part) === wanted)))
  const full = Math.max(0, ...rows.map((row) => row.length)) * (BOX.width + BOX.gapX) - BOX.gapX
  return rows.flatMap((row, index) => placeRow(row, index, full))
}

function chunk(parts: Part[]): Part[][] {
  const rows: Part[][] = []
  for (let start = 0; start < parts.length; start += PER_ROW) rows.push(parts.slice(start, start + PER_ROW))
  return rows
}

function placeRow(row: readonly Part[], index: number, full: number): Box[] {
  const y = BOX.margin + index * (BOX.height + BOX.gapY)
  if (row[0] === 'platform') return [{ part: 'platform', x: BOX.margin, y, width: full }]
  const left = BOX.margin + (full - row.length * (BOX.width + BOX.gapX) + BOX.gapX) / 2
  return row.map((part, column) => ({ part, x: left + column * (BOX.width + BOX.gapX), y, width: BOX.width }))
}

function boxToSvg({ part, x, y, width }: Box): string {
  const kind = part === 'platform' ? 'base' : FEATURES.some((feature) => feature === part) ? 'feature' : 'top'
  const label = part === 'platform' ? 'platform — every part may import it' : part
  return `<g class="${kind}"><rect x="${x}" y="${y}" width="${width}" height="${BOX.height}" rx="6"/><text x="${x + width / 2}" y="${y + BOX.height / 2}">${label}</text></g>`
}

function arrow(from: Box | undefined, to: Box | undefined): string {
  if (!from || !to) return ''
  const [x1, y1, x2, y2] = [from.x + from.width / 2, from.y + BOX.height, to.x + to.width / 2, to.y]
  const bend = (y2 - y1) / 2
  return `<path class="edge" marker-end="url(#tip)" d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/>`
}
