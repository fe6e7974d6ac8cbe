import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Binding, Project } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { BINDING_COLUMNS } from './binding-list.tsx'
import { bindingsQuery } from './queries.ts'
import { RegisterBinding } from './register-binding.tsx'

const say = words.projects.binding

export function BindingSettings({ project }: { project: Project }) {
  const query = useQuery(bindingsQuery(project.id))
  const [leaving, setLeaving] = useState<Binding | null>(null)
  const unregister = useWrite({
    act: (binding: Binding) => api.delete(`/api/bindings/${binding.id}`),
    say: (_, binding) => say.unregistered(binding.externalId),
    done: () => setLeaving(null),
  })
  const columns: Column<Binding>[] = [
    ...BINDING_COLUMNS,
    {
      key: 'unregister',
      label: say.unregister,
      hideLabel: true,
      className: 'md:w-px',
      cell: (binding) =>
        binding.to ? null : (
          <Button onClick={() => setLeaving(binding)} aria-label={say.unregisterOf(binding.externalId)}>
            {say.unregister}
          </Button>
        ),
    },
  ]
  return (
    <SettingsSection title={say.title} about={say.guide} id="bindings">
      <RegisterBinding project={project} />
      <Loaded query={query} skeleton={<TableBones rows={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-muted">{say.none}</p>
          ) : (
            <DataTable
              caption={say.current}
              columns={columns}
              rows={items}
              rowKey={(binding) => binding.id}
              muted={(binding) => binding.to !== null}
            />
          )
        }
      </Loaded>
      <Confirm
        open={leaving !== null}
        close={() => {
          setLeaving(null)
          unregister.reset()
        }}
        title={say.unregisterTitle(leaving?.externalId ?? '')}
        body={say.unregisterBody}
        confirm={say.unregisterConfirm}
        act={() => leaving && unregister.mutate(leaving)}
        pending={unregister.isPending}
        error={unregister.error}
      />
    </SettingsSection>
  )
}
