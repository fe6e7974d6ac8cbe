import { Link, useLocation } from '@tanstack/react-router'
import { Ellipsis, UserRound } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { words } from '../words/index.ts'
import { placesFor } from './navigation.ts'
import { useMe } from './session.ts'
import { SignOutButton } from './sign-out.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

const TAB =
  'relative flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted aria-[current=page]:font-medium aria-[current=page]:text-ink'
const ROW = 'flex min-h-11 w-full items-center gap-3 rounded-md px-3 text-base text-ink aria-[current=page]:bg-surface'

/** Phone: four places a thumb away, the rest in a sheet (the browser's own popover closes by Esc and outside touch). */
export function BottomBar() {
  const { daily, more } = placesFor(useMe())
  const sheet = useRef<HTMLDivElement>(null)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sheet closes whenever the page changes
  useEffect(() => {
    sheet.current?.hidePopover()
  }, [pathname])
  return (
    <nav
      aria-label={words.shell.navigation}
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {daily.map(({ to, label, icon: Icon, exact, count: Count }) => (
        <Link key={to} to={to} activeOptions={{ exact: exact ?? false, includeSearch: false }} className={TAB}>
          <Icon aria-hidden="true" className="size-5" />
          {label}
          {Count ? (
            <span className="absolute top-1 left-[calc(50%+0.5rem)]">
              <Count />
            </span>
          ) : null}
        </Link>
      ))}
      <button type="button" popoverTarget="more-places" className={TAB}>
        <Ellipsis aria-hidden="true" className="size-5" />
        {words.shell.more}
      </button>
      <div
        ref={sheet}
        id="more-places"
        popover="auto"
        className="fixed inset-x-2 top-auto bottom-16 m-0 w-auto rounded-lg border border-line bg-raised p-2 text-ink shadow-xl"
      >
        {more.map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} className={ROW}>
            <Icon aria-hidden="true" className="size-4" />
            {label}
          </Link>
        ))}
        <Link to="/account" className={ROW}>
          <UserRound aria-hidden="true" className="size-4" />
          {words.shell.myAccount}
        </Link>
        <SignOutButton className={ROW} />
        <div className="p-2">
          <ThemeSwitch />
        </div>
      </div>
    </nav>
  )
}
