import { X } from 'lucide-react'
import { words } from '../words/index.ts'
import { dismiss, useAnnouncement } from './announcements.ts'

/** The live region is always there, so that screen readers notice what enters it. */
export function Announcer() {
  const announcement = useAnnouncement()
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex justify-center px-4 md:bottom-6"
    >
      {announcement ? (
        <div
          key={announcement.id}
          className="pointer-events-auto flex max-w-xl items-center gap-3 rounded-md bg-ink py-2 pr-2 pl-4 text-ground shadow-lg"
        >
          <p>{announcement.text}</p>
          <button
            type="button"
            aria-label={words.shell.dismiss}
            onClick={() => dismiss(announcement.id)}
            className="grid size-7 shrink-0 place-items-center rounded outline-offset-0 focus-visible:outline-ground"
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        </div>
      ) : null}
    </div>
  )
}
