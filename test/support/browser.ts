import { existsSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Client } from './client.ts'

export const NO_BROWSER =
  'No Chromium was found, so the browser journeys are skipped: install chromium or set CHROME_PATH.'
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const QUIET = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const PATIENCE_MS = 20_000

export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

export function findBrowser(): string | null {
  const { CHROME_PATH, PATH = '' } = process.env
  if (CHROME_PATH) return CHROME_PATH
  const onPath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...onPath, ...PLACES].find((path) => existsSync(path)) ?? null
}

export type VisitOptions = {
  /** Address of the server under test. */
  url: string
  /** Whose session the browser holds; signed out when left out. */
  as?: Client
  size?: { width: number; height: number }
  theme?: 'light' | 'dark'
  /** What the browser takes for the present; the machine's own time when left out. */
  now?: Date
  /** Where the browser believes to be: Seoul when left out. */
  timeZone?: string
  /** Complaints of the browser that belong to the story, such as a refused request. */
  expected?: readonly RegExp[]
}
export type Visit = { page: Page; context: BrowserContext; complaints(): string[] }

export function launchBrowser(executablePath: string): Promise<Browser> {
  // The sandbox refuses root, which is who runs in most containers.
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET
  return chromium.launch({ executablePath, args })
}

/** A browser that was never here before, and everything that its pages complain about. */
export async function visit(browser: Browser, options: VisitOptions): Promise<Visit> {
  const { size = DESK, theme = 'light', expected = [] } = options
  const context = await browser.newContext({
    baseURL: options.url,
    locale: 'ko-KR',
    timezoneId: options.timeZone ?? 'Asia/Seoul',
    viewport: size,
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(PATIENCE_MS)
  if (options.now) await context.clock.setFixedTime(options.now)
  if (options.as) await context.addCookies(cookiesOf(options.as, options.url))
  const complaints: string[] = []
  listen(context, complaints)
  const allowed = [...expected, ...(options.as ? [] : [SIGNED_OUT])]
  return {
    page: await context.newPage(),
    context,
    complaints: () => complaints.filter((text) => !allowed.some((pattern) => pattern.test(text))),
  }
}

/** What a page asks before it knows that nobody is signed in. */
const SIGNED_OUT = /status of 401 .*\/api\/(?:me|home)$/

/** A violated content security policy is among the console's errors. */
function listen(context: BrowserContext, complaints: string[]): void {
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} at ${message.location().url}`)
  })
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`))
  context.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`)
  })
}

function cookiesOf(client: Client, url: string) {
  return [...client.cookies].map(([name, value]) => ({ name, value, url, httpOnly: true, sameSite: 'Lax' as const }))
}

/** A picture for people to look at, where JOURNEY_SHOTS names a folder. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.JOURNEY_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
