import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { findBrowser, launchBrowser, NO_BROWSER, type Visit, type VisitOptions, visit } from '../support/browser.ts'

export type Visits = { open(options: VisitOptions): Promise<Page> }

/** One browser for the file, a new context for each visit. Whatever a page complains about fails the test. */
export function journey(name: string, tell: (visits: Visits) => void): void {
  const path = findBrowser()
  if (!path && isCi()) throw new Error(NO_BROWSER)
  describe.runIf(path)(path ? name : `${name} (${NO_BROWSER})`, () => {
    let browser: Browser
    let visits: Visit[] = []
    beforeAll(async () => {
      browser = await launchBrowser(path ?? '')
    })
    afterEach(async () => {
      const ended = visits
      visits = []
      for (const { context } of ended) await context.close()
      expect(ended.flatMap((one) => one.complaints())).toEqual([])
    })
    afterAll(() => browser?.close())
    tell({
      async open(options) {
        const opened = await visit(browser, options)
        visits.push(opened)
        return opened.page
      },
    })
  })
}

function isCi(): boolean {
  return !['', '0', 'false'].includes(process.env.CI ?? '')
}
