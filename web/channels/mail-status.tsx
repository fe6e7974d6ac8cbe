import type { ChannelTest, MailServer } from '../../src/channels/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Ago } from '../ui/instant.tsx'
import { Notice, ProblemNote } from '../ui/notice.tsx'
import { words } from '../words/index.ts'
import { TestResult } from './test-result.tsx'

const say = words.channels.settings

/** Mail goes to people without anything being set up: to whom, and how it fares. */
export function MailStatus({ mail, canTest }: { mail: MailServer; canTest: boolean }) {
  const test = useWrite({ act: () => api.post<ChannelTest>('/api/channels/mail-test') })
  const { sends, problem, recipients, waiting } = mail
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="font-medium">{say.mail}</h3>
        {sends ? (
          <Badge tone={problem ? 'danger' : mail.lastOkAt ? 'ok' : 'muted'}>
            {problem ? say.failing : mail.lastOkAt ? say.working : say.untried}
          </Badge>
        ) : (
          <Badge tone="muted">{say.notSending}</Badge>
        )}
        {mail.lastOkAt ? (
          <span className="text-sm text-muted">
            {say.lastOk} <Ago at={mail.lastOkAt} />
          </span>
        ) : null}
        {canTest ? (
          <Button pending={test.isPending} pendingText={say.testing} onClick={() => test.mutate()}>
            {say.testMail}
          </Button>
        ) : null}
      </div>
      <p className="max-w-[70ch] text-sm wrap-anywhere text-muted">
        {sends ? say.recipients(recipients.join(', ')) : say.notSendingAbout}
      </p>
      {problem ? (
        <Notice tone="danger">
          {problem.detail} {waiting > 0 ? say.waiting(waiting) : ''}
        </Notice>
      ) : null}
      <TestResult told={test.data} />
      {test.error ? <ProblemNote error={test.error} /> : null}
    </div>
  )
}
