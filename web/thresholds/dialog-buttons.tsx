import { Button } from '../ui/button.tsx'
import { words } from '../words/index.ts'

export function DialogButtons({ submit, pending, cancel }: { submit: string; pending: boolean; cancel: () => void }) {
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button onClick={cancel}>{words.common.cancel}</Button>
      <Button type="submit" tone="primary" pending={pending}>
        {submit}
      </Button>
    </div>
  )
}
