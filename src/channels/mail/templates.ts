import type { PeopleMessage } from '../../people/index.ts'
import { type Letter, page } from './letter.ts'

export type MailMessage = PeopleMessage

export type Rendered = { subject: string; text: string; html: string }

export function render(message: MailMessage): Rendered {
  const letter = letterOf(message)
  return { subject: letter.subject, ...page(letter) }
}

function letterOf(message: MailMessage): Letter {
  switch (message.kind) {
    case 'invitation':
      return {
        subject: `[finops-for-ai] ${message.workspaceName} 워크스페이스에 초대되었습니다`,
        lead: `${message.invitedBy}님이 ${message.workspaceName} 워크스페이스에 초대했습니다.`,
        body: 'AI 지출이 어느 팀과 프로젝트에서 나오는지 함께 확인할 수 있습니다. 이름과 비밀번호를 정하면 바로 시작합니다.',
        button: { label: '초대 수락', link: message.link },
        note: `이 링크는 ${instant(message.expiresAt, message.timeZone)}까지 한 번만 사용할 수 있습니다. 초대를 예상하지 않으셨다면 이 메일을 무시해 주세요.`,
      }
    case 'password-reset':
      return {
        subject: '[finops-for-ai] 비밀번호 재설정 안내',
        lead: `${message.personName}님의 비밀번호 재설정이 요청되었습니다.`,
        body: `${message.workspaceName} 워크스페이스의 새 비밀번호를 정해 주세요. 비밀번호를 바꾸면 모든 기기에서 로그아웃됩니다.`,
        button: { label: '비밀번호 재설정', link: message.link },
        note: `이 링크는 ${instant(message.expiresAt, message.timeZone)}까지 한 번만 사용할 수 있습니다. 요청하지 않으셨다면 이 메일을 무시해 주세요. 비밀번호는 바뀌지 않습니다.`,
      }
  }
}

function instant(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('ko-KR', {
    timeZone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}
