import { Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { words } from '../words/index.ts'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionNote } from './connection-note.tsx'
import { Sidebar } from './sidebar.tsx'

export function Shell() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    // After a move the reader starts at the new page, not on the link that was left behind.
    if (shown.current !== pathname) main.current?.focus({ preventScroll: true })
    shown.current = pathname
  }, [pathname])
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[220px_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only rounded-md bg-ink px-3 py-2 text-ground focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {words.shell.skip}
      </a>
      <Sidebar />
      <main ref={main} id="main" tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto max-w-[1264px] px-4 pt-5 pb-28 md:px-8 md:pt-7 md:pb-16">
          <ConnectionNote />
          <Outlet />
        </div>
      </main>
      <BottomBar />
    </div>
  )
}
