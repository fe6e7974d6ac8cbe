import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import type { AdminKey, Team } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { words } from '../words/index.ts'
import { AdminKeyCard } from './admin-key-card.tsx'
import { AdminKeyForm, type KeyInput } from './admin-key-form.tsx'

const DASHBOARD = 'https://platform.openai.com/settings/organization/admin-keys'
const say = words.keys

export function AdminKeySection({ team }: { team: Team }) {
  const [adding, setAdding] = useState(false)
  const [registered, setRegistered] = useState<string | null>(null)
  const register = useWrite({
    act: (input: KeyInput) => api.post<AdminKey>(`/api/teams/${team.id}/admin-keys`, input),
    done: (key) => {
      setRegistered(key.last4)
      setAdding(false)
    },
  })
  const first = team.adminKeys.length === 0
  return (
    <SettingsSection
      title={say.title}
      id="keys"
      about={
        <>
          {say.about}{' '}
          <a
            href={DASHBOARD}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 text-accent underline underline-offset-4"
          >
            {say.openDashboard} {say.newWindow}
            <ExternalLink aria-hidden="true" className="size-3.5" />
          </a>
        </>
      }
    >
      {registered ? (
        <Notice tone="ok" live>
          {say.registered(registered)}
        </Notice>
      ) : null}
      {first ? null : (
        <ul className="flex flex-col divide-y divide-line border-y border-line">
          {team.adminKeys.map((key) => (
            <AdminKeyCard key={key.id} adminKey={key} />
          ))}
        </ul>
      )}
      {first || adding ? (
        <AdminKeyForm
          submit={(input) => register.mutate(input)}
          submitText={say.register}
          pending={register.isPending}
          error={register.error}
          {...(first ? {} : { cancel: () => setAdding(false) })}
        />
      ) : (
        <Button onClick={() => setAdding(true)} className="self-start">
          {say.addAnother}
        </Button>
      )}
    </SettingsSection>
  )
}
