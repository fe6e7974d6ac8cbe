import type { LinkProps } from '@tanstack/react-router'
import type { Me } from '../../src/people/api.ts'
import type { Todo } from '../../src/reports/api.ts'
import { isAdmin, leads, useMe } from '../platform/session.ts'
import { ButtonLink } from '../ui/button.tsx'
import { words } from '../words/index.ts'

const say = words.home.todo
type Target = LinkProps

/** The buttons that take the viewer to where the to-do is done; none for who may not do it. */
export function TodoLinks({ todo }: { todo: Todo }) {
  const me = useMe()
  const target = targetOf(todo, me)
  const canBlock = todo.kind === 'breach' && todo.heldBack !== 'blocked' && todo.projectId !== null
  if (!target && !canBlock) return null
  const text = say.act[todo.kind]
  return (
    <span className="flex flex-wrap gap-2">
      {target ? (
        <ButtonLink
          {...target}
          aria-label={say.actFor(text, todo.sentence)}
          tone={todo.severity === 'danger' && !canBlock ? 'primary' : 'plain'}
        >
          {text}
        </ButtonLink>
      ) : null}
      {canBlock ? (
        <ButtonLink
          to="/projects/$id"
          params={{ id: todo.projectId ?? '' }}
          search={{ block: 1 }}
          aria-label={say.actFor(say.block, todo.sentence)}
          tone="danger"
        >
          {say.block}
        </ButtonLink>
      ) : null}
    </span>
  )
}

function targetOf(todo: Todo, me: Me): Target | null {
  const admin = isAdmin(me)
  const isLead = leads(me, todo.teamId)
  const settings: Target | null = todo.teamId ? { to: '/teams/$id/settings', params: { id: todo.teamId } } : null
  switch (todo.kind) {
    case 'breach':
    case 'near-limit':
      return projectOf(todo, todo.subjectId ? { breach: todo.subjectId } : {})
    case 'approval':
      return { to: '/alerts' }
    case 'block-not-proven':
    case 'drift':
    case 'hard-limit':
      return projectOf(todo) ?? teamOf(todo)
    case 'spool-full':
      return null
    case 'price-unknown':
      return admin ? { to: '/prices' } : null
    case 'add-team':
      return admin ? { to: '/teams', search: { create: true } } : null
    case 'unattributed':
      return { to: '/unattributed' }
    case 'add-binding':
      if (!isLead) return null
      return todo.projectId ? { to: '/projects/$id/settings', params: { id: todo.projectId } } : settings
    case 'no-data':
      return isLead ? settings : projectOf(todo)
    case 'channel-failing':
    case 'no-channel':
      if (isLead && settings) return settings
      return admin ? { to: '/settings' } : null
    case 'add-key':
    case 'key-broken':
    case 'collection-failed':
    case 'collecting':
    case 'empty-reading':
      if (isLead && settings) return settings
      return admin ? { to: '/jobs' } : null
  }
}

function projectOf(todo: Todo, search: { breach?: string } = {}): Target | null {
  return todo.projectId ? { to: '/projects/$id', params: { id: todo.projectId }, search } : null
}

function teamOf(todo: Todo): Target | null {
  return todo.teamId ? { to: '/teams/$id', params: { id: todo.teamId } } : null
}
