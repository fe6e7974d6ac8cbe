import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join, sep } from 'node:path'
import ts from 'typescript'

export type TimeRead = { file: string; line: number; text: string }

/** Where the wall clock may be read: its home, the outside organization we simulate, and the command line. */
const ALLOWED = [/^src\/platform\/clock\.ts$/, /^src\/simulator\//, /^src\/cli(?:\/|\.ts$)/, /\.test\.ts$/]

/** Every `Date.now()`, `new Date()` and `Date()` below `src/` that bypasses the injected clock. */
export async function findTimeReads(root: string): Promise<TimeRead[]> {
  const found: TimeRead[] = []
  for await (const path of glob('src/**/*.ts', { cwd: root })) {
    const file = path.split(sep).join('/')
    if (ALLOWED.some((pattern) => pattern.test(file))) continue
    found.push(...timeReadsIn(file, readFileSync(join(root, path), 'utf8')))
  }
  return found.sort((left, right) => left.file.localeCompare(right.file) || left.line - right.line)
}

export function timeReadsIn(file: string, text: string): TimeRead[] {
  if (!text.includes('Date')) return []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: TimeRead[] = []
  const visit = (node: ts.Node): void => {
    if (readsTime(node)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
      found.push({ file, line, text: node.getText(source) })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function readsTime(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return isDate(node.expression) && (node.arguments?.length ?? 0) === 0
  if (!ts.isCallExpression(node)) return false
  if (isDate(node.expression)) return true
  return (
    ts.isPropertyAccessExpression(node.expression) &&
    isDate(node.expression.expression) &&
    node.expression.name.text === 'now'
  )
}

function isDate(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'Date'
}
