import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'

type Props = { open: boolean; close: () => void; title: string; about?: ReactNode; children: ReactNode }

const POPUP =
  'fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-32px)] w-[min(480px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-raised p-5 text-ink shadow-xl transition-opacity duration-(--fade) data-ending-style:opacity-0 data-starting-style:opacity-0'

export function Dialog({ open, close, title, about, children }: Props) {
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : close())}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-(--fade) data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className={POPUP}>
          <Base.Title dir="auto" className="text-lg font-semibold">
            {title}
          </Base.Title>
          {about ? <Base.Description className="mt-1 text-sm text-muted">{about}</Base.Description> : null}
          <div className="mt-4 flex flex-col gap-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
