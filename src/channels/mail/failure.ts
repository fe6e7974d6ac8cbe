import { hideSecrets } from '../../platform/log.ts'
import type { Outcome } from '../outbox/outcome.ts'
import { withoutLogin } from './mail-server-url.ts'

/** What the system was doing when it failed: no server has seen anything of the mail. */
const BEFORE_CONNECTED = new Set(['connect', 'getaddrinfo'])
/** "Service not available, closing": meant for whoever comes, not for this mail. */
const CLOSING = 421

/** What went wrong, said in Korean. */
export function failureOf(error: unknown, smtpUrl: string): Outcome {
  const code = String(field(error, 'code') ?? '')
  const status = Number(field(error, 'responseCode') ?? 0)
  const response = readable(withoutLogin(String(field(error, 'response') ?? ''), smtpUrl))
  if (code === 'EAUTH') {
    return down('메일 서버가 로그인을 거부했습니다. SMTP_URL의 사용자와 비밀번호를 확인해 주세요.', response, true)
  }
  if (code === 'ETLS') {
    return down('메일 서버와 암호화 연결을 맺지 못했습니다. 인증서와 SMTP_URL을 확인해 주세요.', response, true)
  }
  if (status === CLOSING) return down('메일 서버가 지금은 메일을 받지 않습니다.', response, true)
  if (status >= 400) {
    const giveUp = status >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')
    const problem = joined('메일 서버가 이 메일을 받지 않았습니다.', response)
    return { kind: 'refused', problem, giveUp, inTheDark: false }
  }
  const neverConnected = BEFORE_CONNECTED.has(String(field(error, 'syscall') ?? ''))
  return down('메일 서버에 연결하지 못했습니다. SMTP_URL과 네트워크를 확인해 주세요.', response, neverConnected)
}

function down(sentence: string, response: string, surelyNotTaken: boolean): Outcome {
  const problem = joined(sentence, response)
  return { kind: 'down', problem, inTheDark: !surelyNotTaken, retryAfterMs: null, needsPeople: false }
}

function joined(sentence: string, response: string): string {
  return response ? `${sentence} (${response})` : sentence
}

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined
}

function readable(text: string): string {
  return hideSecrets(text.replaceAll(/\p{Cc}+/gu, ' ').trim()).slice(0, 300)
}
