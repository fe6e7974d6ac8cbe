import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'
import { PublicPage } from './public-page.tsx'

const say = words.people.reset

export function PasswordResetPage() {
  const request = useWrite({ act: (email: string) => api.post('/api/password-reset', { email }), public: true })
  return (
    <PublicPage title={say.title} about={say.about}>
      {request.isSuccess ? (
        <Notice tone="ok" live>
          {say.sent}
        </Notice>
      ) : (
        <Form error={request.error} submit={({ text }) => request.mutate(text('email'))}>
          <TextField
            label={words.people.email}
            name="email"
            type="email"
            required
            autoComplete="username"
            maxLength={254}
            error={fieldError(request.error, 'email')}
          />
          <Button type="submit" tone="primary" pending={request.isPending} pendingText={say.submitting}>
            {say.submit}
          </Button>
        </Form>
      )}
      <ButtonLink to="/sign-in" tone="quiet" className="self-start">
        {say.back}
      </ButtonLink>
    </PublicPage>
  )
}
