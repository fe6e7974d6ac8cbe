import type { Config } from '../config.ts'
import { MINUTE, SECOND } from '../platform/clock.ts'
import { ADMIN, LEAD, RUNAWAY } from './demo-cast.ts'

export function welcome({ publicUrl }: Config, password: string): string[] {
  return [
    '',
    `주소      ${publicUrl}`,
    `관리자    ${ADMIN.name} ${ADMIN.email}`,
    `팀장      ${LEAD.name} ${LEAD.email} (${RUNAWAY.team})`,
    `비밀번호  ${password} (두 계정이 같습니다)`,
    '',
  ]
}

/** What is going to happen, and what the one who watches can do then. */
export function programme({ displayTimeZone, publicUrl }: Config, startsAt: Date): string[] {
  const at = (milliseconds: number) => clockTime(new Date(startsAt.getTime() + milliseconds), displayTimeZone)
  return [
    '이제 벌어질 일입니다.',
    `  ${at(0)}  ${RUNAWAY.team}의 ${RUNAWAY.project}가 같은 요청을 끝없이 되풀이하기 시작합니다.`,
    `  ${at(90 * SECOND)}쯤 하루 한도 $${RUNAWAY.limit}의 80%, 30초쯤 뒤 100%를 넘고 알림이 나갑니다. Slack과 메일은 보낸 알림에 쌓입니다: ${publicUrl}/outbox`,
    '  그다음은 직접 해 보세요. 홈에서 프로젝트를 열어 원인을 보고, 긴급 차단을 누릅니다.',
    `  몇 초 안에 호출이 멈추고, ${Math.round((3 * MINUTE) / MINUTE)}분쯤 뒤 차단 확인됨으로 바뀝니다.`,
    `  ${LEAD.name} 계정으로 해제를 요청하면 프로그램이 고쳐진 것으로 보고, ${ADMIN.name} 계정에서 승인하면 원래 한도로 돌아갑니다.`,
    '',
    '멈추려면 Ctrl-C를 누르세요. 나간 알림은 아래에 나타납니다.',
    '',
  ]
}

export function clockTime(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(at)
}
