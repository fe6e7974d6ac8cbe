import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Token } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Ago, Instant } from '../ui/instant.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { CreateToken } from './create-token.tsx'
import { tokensQuery } from './queries.ts'

const say = words.people.account

export function Tokens() {
  const query = useQuery(tokensQuery)
  const [leaving, setLeaving] = useState<Token | null>(null)
  const revoke = useWrite({
    act: (token: Token) => api.delete(`/api/me/tokens/${token.id}`),
    say: () => say.revoked,
    done: () => setLeaving(null),
  })
  const columns: Column<Token>[] = [
    {
      key: 'name',
      label: say.tokenName,
      className: 'max-w-0 w-2/5 max-md:w-auto max-md:max-w-none',
      cell: (token) => (
        <span className="flex min-w-0 items-baseline gap-2">
          <bdi className="truncate">{token.name}</bdi>
          <code className="text-xs font-normal text-muted">{say.tokenEnds(token.last4)}</code>
        </span>
      ),
    },
    { key: 'created', label: say.created, cell: (token) => <Instant at={token.createdAt} className="text-sm" /> },
    { key: 'expires', label: say.expires, cell: (token) => <Instant at={token.expiresAt} className="text-sm" /> },
    {
      key: 'used',
      label: say.lastUsed,
      cell: (token) => (
        <span className="text-sm">
          <Ago at={token.lastUsedAt} />
        </span>
      ),
    },
    {
      key: 'revoke',
      label: say.revoke,
      hideLabel: true,
      className: 'md:w-px',
      cell: (token) => (
        <Button onClick={() => setLeaving(token)} aria-label={say.revokeTitle(token.name)}>
          {say.revoke}
        </Button>
      ),
    },
  ]
  return (
    <SettingsSection title={say.tokens} about={say.tokensAbout} id="tokens">
      <CreateToken />
      <Loaded query={query} skeleton={<TableBones rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-muted">{say.noTokens}</p>
          ) : (
            <DataTable caption={say.tokens} columns={columns} rows={items} rowKey={(token) => token.id} />
          )
        }
      </Loaded>
      <Confirm
        open={leaving !== null}
        close={() => {
          setLeaving(null)
          revoke.reset()
        }}
        title={say.revokeTitle(leaving?.name ?? '')}
        body={say.revokeBody}
        confirm={say.revokeConfirm}
        act={() => leaving && revoke.mutate(leaving)}
        pending={revoke.isPending}
        error={revoke.error}
      />
    </SettingsSection>
  )
}
