import { getRouteApi } from '@tanstack/react-router'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Form, fieldError } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/index.ts'
import { PasswordField } from './password-field.tsx'
import { PublicPage } from './public-page.tsx'

const route = getRouteApi('/password-reset/$token')
const say = words.people.reset

export function NewPasswordPage() {
  const { token } = route.useParams()
  const choose = useWrite({
    act: (password: string) => api.post('/api/password-reset/confirm', { token, password }),
    public: true,
  })
  return (
    <PublicPage title={say.chooseTitle} about={say.chooseAbout}>
      {choose.isSuccess ? (
        <Notice tone="ok" live>
          {say.done}
        </Notice>
      ) : (
        <Form error={choose.error} submit={({ text }) => choose.mutate(text('password'))}>
          <PasswordField
            name="password"
            label={words.people.newPassword}
            autoComplete="new-password"
            error={fieldError(choose.error, 'password')}
          />
          <Button type="submit" tone="primary" pending={choose.isPending} pendingText={words.common.saving}>
            {say.choose}
          </Button>
        </Form>
      )}
      <ButtonLink to="/sign-in" tone={choose.isSuccess ? 'primary' : 'quiet'} className="self-start">
        {say.back}
      </ButtonLink>
    </PublicPage>
  )
}
