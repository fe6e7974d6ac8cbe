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

const say = words.people

export function SetupPage() {
  const enter = useEnter()
  const setUp = useWrite({
    act: (input: Record<'code' | 'workspaceName' | 'name' | 'email' | 'password', string>) =>
      api.post<Me>('/api/setup', input),
    done: (me) => enter(me),
    public: true,
  })
  const error = (name: string) => fieldError(setUp.error, name)
  return (
    <PublicPage title={say.setup.title} about={say.setup.about}>
      <Form
        error={setUp.error}
        submit={({ text }) =>
          setUp.mutate({
            code: text('code').trim(),
            workspaceName: text('workspaceName'),
            name: text('name'),
            email: text('email'),
            password: text('password'),
          })
        }
      >
        <TextField
          label={say.setup.code}
          name="code"
          hint={say.setup.codeHint}
          required
          autoComplete="one-time-code"
          spellCheck={false}
          dir="ltr"
          maxLength={100}
          error={error('code')}
        />
        <TextField
          label={say.setup.workspaceName}
          name="workspaceName"
          hint={say.setup.workspaceHint}
          required
          autoComplete="organization"
          maxLength={100}
          error={error('workspaceName')}
        />
        <TextField label={say.name} name="name" required autoComplete="name" maxLength={100} error={error('name')} />
        <TextField
          label={say.email}
          name="email"
          type="email"
          required
          autoComplete="username"
          maxLength={254}
          error={error('email')}
        />
        <PasswordField name="password" label={say.password} autoComplete="new-password" error={error('password')} />
        <Button type="submit" tone="primary" pending={setUp.isPending} pendingText={say.setup.submitting}>
          {say.setup.submit}
        </Button>
      </Form>
    </PublicPage>
  )
}
