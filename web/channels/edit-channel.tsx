import type { Channel } from '../../src/channels/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Form } from '../ui/form.tsx'
import { words } from '../words/index.ts'
import { AddressesField, addressesOf, NameField, UrlField } from './channel-fields.tsx'

const say = words.channels.settings

export function EditChannel({ channel, open, close }: { channel: Channel; open: boolean; close: () => void }) {
  const save = useWrite({
    act: (change: object) => api.patch<Channel>(`/api/channels/${channel.id}`, change),
    say: () => words.common.saved,
    done: close,
  })
  const leave = () => {
    save.reset()
    close()
  }
  const isSlack = channel.kind === 'slack'
  return (
    <Dialog open={open} close={leave} title={say.editTitle(channel.name)} about={isSlack ? say.howTo : undefined}>
      <Form
        error={save.error}
        submit={({ text }) => {
          const url = text('url').trim()
          const target = isSlack ? (url === '' ? {} : { url }) : { addresses: addressesOf(text('addresses')) }
          save.mutate({ name: text('name'), ...target })
        }}
      >
        <NameField error={save.error} initial={channel.name} />
        {isSlack ? (
          <UrlField error={save.error} hint={say.urlKept(channel.last4)} required={false} />
        ) : (
          <AddressesField error={save.error} initial={channel.addresses.join(', ')} />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={leave}>{words.common.cancel}</Button>
          <Button type="submit" tone="primary" pending={save.isPending} pendingText={words.common.saving}>
            {say.save}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
