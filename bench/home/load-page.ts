import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const PLACES = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Load = {
  numberMs: number
  transferredBytes: number
  scriptBytes: number
  scriptBytesUncompressed: number
  requests: number
}

export function findChromium(): string | null {
  return PLACES.find((path) => path !== undefined && existsSync(path)) ?? null
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS })
}

/** One visit by somebody who is signed in and has never been here: a context of its own has an empty cache. */
export async function loadOnce(
  browser: Browser,
  url: string,
  cookies: { name: string; value: string }[],
): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    await context.addCookies(cookies.map((cookie) => ({ ...cookie, url })))
    const page = await context.newPage()
    const started = performance.now()
    await page.goto(url, { waitUntil: 'commit' })
    await page.getByText(/\$\d/).first().waitFor({ state: 'visible' })
    const numberMs = performance.now() - started
    return { numberMs, ...(await sizesOf(page)) }
  } finally {
    await context.close()
  }
}

function sizesOf(page: Page): Promise<Omit<Load, 'numberMs'>> {
  return page.evaluate(() => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    const resources = entries.filter((entry) => entry instanceof PerformanceResourceTiming)
    const scripts = resources.filter((entry) => /\.js(?:\?|$)/.test(entry.name))
    const sum = (list: PerformanceResourceTiming[], field: 'transferSize' | 'encodedBodySize' | 'decodedBodySize') =>
      list.reduce((total, entry) => total + entry[field], 0)
    return {
      transferredBytes: sum(resources, 'transferSize'),
      scriptBytes: sum(scripts, 'encodedBodySize'),
      scriptBytesUncompressed: sum(scripts, 'decodedBodySize'),
      requests: resources.length,
    }
  })
}
