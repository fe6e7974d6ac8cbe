import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { words } from '../words/index.ts'
import { Button } from './button.tsx'
import { ProblemNote } from './notice.tsx'

type Props = {
  open: boolean
  close: () => void
  title: string
  body: ReactNode
  confirm: string
  act: () => void
  pending: boolean
  error: unknown
  tone?: 'danger' | 'primary'
  children?: ReactNode
}

const POPUP =
  'fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-32px)] w-[min(480px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-raised p-5 text-ink shadow-xl transition-opacity duration-(--fade) data-ending-style:opacity-0 data-starting-style:opacity-0'

/** Names what will happen; the button that does it says it, never "확인" alone. */
export function Confirm({ open, close, title, body, confirm, act, pending, error, tone = 'danger', children }: Props) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => (next ? undefined : close())}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-(--fade) data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup className={POPUP}>
          <AlertDialog.Title dir="auto" className="text-lg font-semibold">
            {title}
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted" render={<div />}>
            {body}
          </AlertDialog.Description>
          <div className="mt-4 flex flex-col gap-4">
            {error ? <ProblemNote error={error} /> : null}
            {children}
            <div className="flex flex-wrap justify-end gap-2">
              <AlertDialog.Close render={<Button>{words.common.cancel}</Button>} />
              <Button tone={tone} pending={pending} onClick={act}>
                {confirm}
              </Button>
            </div>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
