import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

const PATIENCE = { timeout: 20_000, interval: 50 }

/** Waits until it can be seen, and fails with its description otherwise. */
export async function seen(...places: Locator[]): Promise<void> {
  for (const place of places) await place.first().waitFor({ state: 'visible' })
}

export async function gone(place: Locator): Promise<void> {
  await place.waitFor({ state: 'hidden' })
}

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { name, exact: true })
}

/** A section of a page, by its heading. */
export function section(page: Page, name: string | RegExp): Locator {
  return page.getByRole('region', { name, exact: true })
}

/** Asks again until the answer is the one. */
export async function becomes<Value>(read: () => Promise<Value> | Value, value: Value): Promise<void> {
  await expect.poll(read, PATIENCE).toEqual(value)
}

/** Nothing on its way: no skeleton, no part still being read. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await drawn(page)
}

/** Nothing half-drawn: no skeleton, no missing typeface. */
export async function drawn(page: Page): Promise<void> {
  await becomes(() => page.locator('[aria-busy="true"], .skeleton').count(), 0)
  await page.evaluate(() => document.fonts.ready)
}

/** How far the page reaches beyond the window, and what sticks out. */
export function sticksOut(page: Page): Promise<{ pixels: number; who: string[] }> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    const pixels = Math.max(0, scrollWidth - clientWidth)
    const wide = [...document.querySelectorAll('body *')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth + 1,
    )
    return { pixels, who: pixels === 0 ? [] : wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 160)) }
  })
}

/** The page of an invitation or reset link, whatever host the link was written for. */
export function pathOf(link: string): string {
  return new URL(link).pathname
}
