import type { Channel } from '../../src/channels/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Form } from '../ui/form.tsx'
import { words } from '../words/index.ts'
import { AddressesField, addressesOf, NameField, UrlField } from './channel-fields.tsx'

const say = words.channels.settings

type Props = { kind: Channel['kind'] | null; teamId: string | null; close: () => void }

export function AddChannel({ kind, teamId, close }: Props) {
  const add = useWrite({
    act: (input: object) => api.post<Channel>('/api/channels', { teamId, kind, ...input }),
    say: (channel) => say.added(channel.name),
    done: close,
  })
  const leave = () => {
    add.reset()
    close()
  }
  const isSlack = kind === 'slack'
  return (
    <Dialog
      open={kind !== null}
      close={leave}
      title={isSlack ? say.addSlack : say.addMail}
      about={isSlack ? say.howTo : say.addMailAbout}
    >
      <Form
        error={add.error}
        submit={({ text }) => {
          const url = text('url').trim()
          const target = isSlack ? { url: url === '' ? null : url } : { addresses: addressesOf(text('addresses')) }
          add.mutate({ name: text('name'), ...target })
        }}
      >
        <NameField error={add.error} />
        {isSlack ? (
          <UrlField error={add.error} hint={say.urlHint} required={false} />
        ) : (
          <AddressesField error={add.error} />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={leave}>{words.common.cancel}</Button>
          <Button type="submit" tone="primary" pending={add.isPending} pendingText={words.common.saving}>
            {say.add}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
