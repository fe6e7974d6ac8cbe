import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { DESK, PHONE } from '../support/browser.ts'
import { drawn, sticksOut } from '../support/web.ts'

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const CHECKS = `axe.run(document.querySelector('[role=dialog], [role=alertdialog]') ?? document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 200) + ' ' + (node.any[0]?.message ?? ''))))`

/** What axe finds on the page as it is now, or in its open dialog, one sentence per element. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(SOURCE)
  return page.evaluate<string[]>(CHECKS)
}

/** The page in light and dark, on a desk and on a phone; answers with all that is wrong, with where. */
export async function faultsOf(page: Page, name: string, sizes = [DESK, PHONE]): Promise<string[]> {
  const faults: string[] = []
  for (const size of sizes) {
    await page.setViewportSize(size)
    await drawn(page)
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      const found = await violations(page)
      faults.push(...found.map((fault) => `${name}, ${size.width} px, ${theme}: ${fault}`))
    }
    const { pixels, who } = await sticksOut(page)
    if (pixels > 0) faults.push(`${name}, ${size.width} px: sticks out by ${pixels} px: ${who.join(' | ')}`)
  }
  return faults
}
