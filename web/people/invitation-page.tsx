import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Me } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { isProblem } from '../platform/problem.ts'
import { useWrite } from '../platform/write.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { formatInstant } from '../words/format.ts'
import { words } from '../words/index.ts'
import { useEnter } from './enter.ts'
import { PasswordField } from './password-field.tsx'
import { PublicPage } from './public-page.tsx'

type Preview = { email: string; workspaceName: string; expiresAt: string }
const route = getRouteApi('/invitations/$token')
const say = words.people

export function InvitationPage() {
  const { token } = route.useParams()
  const preview = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api.get<Preview>(`/api/invitations/preview/${encodeURIComponent(token)}`, {}, signal),
    meta: { public: true },
  })
  if (preview.data) return <Accept token={token} preview={preview.data} />
  if (isProblem(preview.error) && preview.error.status < 500 && preview.error.status >= 400) {
    return (
      <PublicPage title={say.invitation.goneTitle} about={say.invitation.gone}>
        <ButtonLink to="/sign-in">{say.reset.back}</ButtonLink>
      </PublicPage>
    )
  }
  return (
    <PublicPage title={say.invitation.title}>
      {preview.error ? <ProblemNote error={preview.error} /> : <Bone className="h-40 w-full" />}
    </PublicPage>
  )
}

function Accept({ token, preview }: { token: string; preview: Preview }) {
  const enter = useEnter()
  const accept = useWrite({
    act: (input: { name: string; password: string }) => api.post<Me>('/api/invitations/accept', { token, ...input }),
    done: (me) => enter(me),
    public: true,
  })
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <PublicPage title={say.invitation.title} about={say.invitation.about(preview.workspaceName)}>
      <Form
        error={accept.error}
        submit={({ text }) => accept.mutate({ name: text('name'), password: text('password') })}
      >
        <TextField label={say.email} name="email" type="email" value={preview.email} readOnly autoComplete="username" />
        <TextField
          label={say.name}
          name="name"
          required
          autoComplete="name"
          maxLength={100}
          error={fieldError(accept.error, 'name')}
        />
        <PasswordField
          name="password"
          label={say.password}
          autoComplete="new-password"
          error={fieldError(accept.error, 'password')}
        />
        <Button type="submit" tone="primary" pending={accept.isPending} pendingText={say.invitation.submitting}>
          {say.invitation.submit}
        </Button>
      </Form>
      <p className="text-xs text-muted">{say.invitation.expires(formatInstant(preview.expiresAt, zone))}</p>
    </PublicPage>
  )
}
