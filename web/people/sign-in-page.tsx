import { getRouteApi, Link } from '@tanstack/react-router'
import type { Me } from '../../src/people/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { words } from '../words/index.ts'
import { useEnter } from './enter.ts'
import { PasswordField } from './password-field.tsx'
import { PublicPage } from './public-page.tsx'

const route = getRouteApi('/sign-in')
const say = words.people

export function SignInPage() {
  const { next } = route.useSearch()
  const enter = useEnter()
  const signIn = useWrite({
    act: (input: { email: string; password: string }) => api.post<Me>('/api/sign-in', input),
    done: (me) => enter(me, next),
    public: true,
  })
  return (
    <PublicPage title={say.signIn.title} about={next ? say.signIn.signedOut : say.signIn.about}>
      <Form
        error={signIn.error}
        submit={({ text }) => signIn.mutate({ email: text('email'), password: text('password') })}
      >
        <TextField
          label={say.email}
          name="email"
          type="email"
          autoComplete="username"
          required
          maxLength={254}
          autoFocus
          error={fieldError(signIn.error, 'email')}
        />
        <PasswordField
          name="password"
          label={say.password}
          autoComplete="current-password"
          error={fieldError(signIn.error, 'password')}
        />
        <Button type="submit" tone="primary" pending={signIn.isPending} pendingText={say.signIn.submitting}>
          {say.signIn.submit}
        </Button>
      </Form>
      <Link
        to="/password-reset"
        className="inline-flex min-h-6 items-center self-start text-sm text-accent underline underline-offset-4"
      >
        {say.signIn.forgot}
      </Link>
    </PublicPage>
  )
}
