import type { Config } from '../config.ts'
import { SECOND } from '../platform/clock.ts'
import { ADMIN, LEAD, RUNAWAY } from './demo-cast.ts'

export function welcome({ publicUrl, openaiBaseUrl }: Config, password: string): string[] {
  return [
    '',
    `주소      ${publicUrl}`,
    `관리자    ${ADMIN.name} ${ADMIN.email}`,
    `팀장      ${LEAD.name} ${LEAD.email} (${RUNAWAY.team})`,
    `비밀번호  ${password} (두 계정이 같습니다)`,
    `OpenAI    ${openaiBaseUrl} (시뮬레이션)`,
    '',
  ]
}

/** What is going to happen, and what the one who watches can do then. */
export function programme({ displayTimeZone, publicUrl }: Config, startsAt: Date): string[] {
  const at = (milliseconds: number) => clockTime(new Date(startsAt.getTime() + milliseconds), displayTimeZone)
  return [
    '이제 벌어질 일입니다.',
    `  ${at(0)}  ${RUNAWAY.team}의 ${RUNAWAY.project}가 같은 요청을 끝없이 되풀이하기 시작합니다.`,
    `  ${at(90 * SECOND)}쯤 일일 한도 $${RUNAWAY.limit}의 80%, 30초쯤 뒤 100%를 넘고 알림이 나갑니다.`,
    `            Slack과 메일은 밖으로 나가지 않고 보낸 알림에 쌓입니다: ${publicUrl}/outbox`,
    '그다음은 직접 해 보세요.',
    '  1. 홈에서 프로젝트를 열어 원인을 보고 긴급 차단을 누릅니다. 몇 초 안에 호출이 멈춥니다.',
    '  2. 5분쯤 뒤 차단 확인됨으로 바뀌는 것을 봅니다.',
    `  3. ${LEAD.name} 계정으로 해제를 요청하고(그러면 프로그램은 고쳐진 것으로 봅니다) ${ADMIN.name} 계정으로 승인합니다. 한도가 원래대로 돌아갑니다.`,
    '',
    '멈추려면 Ctrl-C를 누르세요. 나간 알림은 아래에 나타납니다.',
    '',
  ]
}

export function clockTime(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(at)
}
