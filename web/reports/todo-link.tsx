import type { Todo } from '../../src/reports/api.ts'
import { useMe } from '../platform/session.ts'
import { ButtonLink } from '../ui/button.tsx'
import { words } from '../words/index.ts'

/** The button that takes the viewer to where the to-do is done; none for who may not do it. */
export function TodoLink({ todo }: { todo: Todo }) {
  const me = useMe()
  const leads = me.role === 'admin' || me.teams.some((team) => team.teamId === todo.teamId && team.role === 'lead')
  const text = words.home.todo.act[todo.kind]
  const shared = {
    'aria-label': words.home.todo.actFor(text, todo.sentence),
    tone: todo.severity === 'danger' ? 'primary' : 'plain',
  } as const
  if (todo.kind === 'add-team') {
    return me.role === 'admin' ? (
      <ButtonLink to="/teams" search={{ create: true }} {...shared}>
        {text}
      </ButtonLink>
    ) : null
  }
  if (todo.kind === 'unattributed') {
    return (
      <ButtonLink to="/unattributed" {...shared}>
        {text}
      </ButtonLink>
    )
  }
  if (!leads) return null
  if (todo.kind === 'add-binding' && todo.projectId) {
    return (
      <ButtonLink to="/projects/$id/settings" params={{ id: todo.projectId }} {...shared}>
        {text}
      </ButtonLink>
    )
  }
  if (todo.teamId) {
    return (
      <ButtonLink to="/teams/$id/settings" params={{ id: todo.teamId }} {...shared}>
        {text}
      </ButtonLink>
    )
  }
  return me.role === 'admin' ? (
    <ButtonLink to="/jobs" {...shared}>
      {text}
    </ButtonLink>
  ) : null
}
