import { DAY, HOUR, MINUTE } from '../../platform/clock.ts'
import { hideSecrets } from '../../platform/log.ts'

/** What went wrong, said in Korean; `giveUp` when no repetition can help; `server` when the next mail would fail alike. */
export type Failure = { problem: string; giveUp: boolean; server: boolean }

const FIRST_DELAY = MINUTE
const LONGEST_DELAY = 4 * HOUR
const GIVE_UP_AFTER = DAY

/** Doubles from a minute to four hours, spread by a quarter either way; null when a day has passed in vain. */
export function nextAttempt(mail: { attempts: number; createdAt: Date }, now: Date, random: number): Date | null {
  const delay = Math.min(FIRST_DELAY * 2 ** Math.min(mail.attempts - 1, 20), LONGEST_DELAY)
  const at = new Date(now.getTime() + delay * (0.75 + random / 2))
  return at.getTime() - mail.createdAt.getTime() > GIVE_UP_AFTER ? null : at
}

export function failureOf(error: unknown): Failure {
  const code = field(error, 'code')
  const status = Number(field(error, 'responseCode') ?? 0)
  const response = readable(String(field(error, 'response') ?? ''))
  if (code === 'EAUTH') {
    return failure('메일 서버가 로그인을 거부했습니다. SMTP_URL의 사용자와 비밀번호를 확인해 주세요.', response, true)
  }
  if (code === 'ETLS') {
    return failure('메일 서버와 암호화 연결을 맺지 못했습니다. 인증서와 SMTP_URL을 확인해 주세요.', response, true)
  }
  if (status >= 400) {
    const refused = failure('메일 서버가 이 메일을 받지 않았습니다.', response, false)
    return { ...refused, giveUp: status >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE') }
  }
  return failure('메일 서버에 연결하지 못했습니다. SMTP_URL과 네트워크를 확인해 주세요.', response, true)
}

function failure(sentence: string, response: string, server: boolean): Failure {
  return { problem: response ? `${sentence} (${response})` : sentence, giveUp: false, server }
}

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined
}

function readable(text: string): string {
  return hideSecrets(text.replaceAll(/\p{Cc}+/gu, ' ').trim()).slice(0, 300)
}
