import { Link } from '@tanstack/react-router'
import { words } from '../words/index.ts'
import { type Place, placesFor } from './navigation.ts'
import { useMe } from './session.ts'
import { SignOutButton } from './sign-out.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

const ITEM =
  'flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-sm text-muted hover:bg-line/50 hover:text-ink aria-[current=page]:bg-line/70 aria-[current=page]:font-medium aria-[current=page]:text-ink'

export function Sidebar() {
  const me = useMe()
  const { daily, more } = placesFor(me)
  return (
    <aside
      className="sticky top-0 hidden h-dvh flex-col gap-6 overflow-y-auto border-r border-line bg-surface px-3 py-5 md:flex"
      aria-label={words.shell.account}
    >
      <p dir="auto" title={me.workspace.name} className="truncate px-2.5 text-base font-semibold">
        {me.workspace.name}
      </p>
      <nav aria-label={words.shell.navigation} className="flex flex-1 flex-col gap-6">
        <Places places={daily} />
        <Places places={more} />
      </nav>
      <div className="flex flex-col gap-2">
        <ThemeSwitch />
        <Link to="/account" className={`${ITEM} min-h-10`}>
          <span className="min-w-0">
            <bdi className="block truncate text-ink">{me.name}</bdi>
            <span className="block truncate text-xs">{words.shell.myAccount}</span>
          </span>
        </Link>
        <SignOutButton className={ITEM} />
      </div>
    </aside>
  )
}

function Places({ places }: { places: Place[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {places.map(({ to, label, icon: Icon, exact, count: Count }) => (
        <li key={to}>
          <Link to={to} activeOptions={{ exact: exact ?? false, includeSearch: false }} className={ITEM}>
            <Icon aria-hidden="true" className="size-4 shrink-0" />
            {label}
            {Count ? <Count /> : null}
          </Link>
        </li>
      ))}
    </ul>
  )
}
