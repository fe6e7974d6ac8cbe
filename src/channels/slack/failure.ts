import { IncomingWebhookHTTPError, IncomingWebhookRequestError } from '@slack/webhook'
import { HOUR, SECOND } from '../../platform/clock.ts'
import type { Outcome } from '../outbox/outcome.ts'
import { PrivateAddress, type Trace } from './guarded-fetch.ts'

const NEW_URL = 'Slack에서 웹훅을 다시 만들어 채널 설정에 새 URL을 넣어 주세요.'

/** What Slack says about the webhook itself, and what somebody has to do. Beside these only the status counts. */
const REASONS: Readonly<Record<string, string>> = {
  no_service: `Slack에서 이 웹훅이 삭제되었거나 꺼졌습니다. ${NEW_URL}`,
  no_active_hooks: `Slack에서 이 웹훅이 삭제되었거나 꺼졌습니다. ${NEW_URL}`,
  invalid_token: `Slack이 이 웹훅 URL을 알지 못합니다. ${NEW_URL}`,
  no_team: `Slack이 이 웹훅의 워크스페이스를 찾지 못했습니다. ${NEW_URL}`,
  team_disabled: 'Slack 워크스페이스가 꺼져 있습니다. Slack 관리자에게 문의해 주세요.',
  channel_not_found: `Slack 채널이 삭제되었습니다. ${NEW_URL}`,
  channel_is_archived: 'Slack 채널이 보관되었습니다. 채널을 다시 열거나 다른 채널의 웹훅을 넣어 주세요.',
  action_prohibited: 'Slack 관리자가 이 채널에 쓰는 것을 막았습니다. Slack 관리자에게 문의해 주세요.',
  posting_to_general_channel_denied: '#general 채널에는 쓸 수 없습니다. 다른 채널의 웹훅을 넣어 주세요.',
}
const LONGEST_WAIT = HOUR

export const SAYS = {
  secretLocked: '저장된 웹훅 URL을 지금은 열 수 없습니다. 관리자에게 마스터 키 설정을 확인해 달라고 요청해 주세요.',
  secretMissing: '저장된 웹훅 URL을 열 수 없습니다. 채널 설정에 URL을 다시 넣어 주세요.',
  hostRefused: '허용되지 않은 웹훅 주소입니다. 관리자가 허용한 주소로 바꾸어 주세요.',
  removed: '채널이 삭제되거나 꺼져서 보내지 않았습니다.',
  answer: 'Slack이 아닌 곳에서 응답했습니다. 웹훅 URL과 프록시 설정을 확인해 주세요.',
} as const

export function isBadMessage(error: unknown): boolean {
  return error instanceof IncomingWebhookHTTPError && error.statusCode === 400 && !reasonOf(codeOf(error))
}

export function failureOf(error: unknown, trace: Trace): Outcome {
  if (error instanceof IncomingWebhookHTTPError) return refusalOf(error, trace)
  if (causedBy(error, PrivateAddress)) {
    return down('웹훅 주소가 내부 네트워크를 가리켜 보내지 않았습니다.', { needsPeople: true })
  }
  return down('Slack에 연결하지 못했습니다. 네트워크와 방화벽을 확인해 주세요.', { inTheDark: trace.connected })
}

function refusalOf(error: IncomingWebhookHTTPError, trace: Trace): Outcome {
  const { statusCode: status } = error
  const code = codeOf(error)
  if (status === 429) {
    return down('Slack이 요청이 많다며 잠시 뒤에 보내라고 했습니다.', { retryAfterMs: waitOf(trace.retryAfter) })
  }
  if (status >= 500) {
    // A proxy that gave up waiting does not know what became of the message.
    return down(`Slack에 문제가 있습니다(HTTP ${status}).`, { inTheDark: status === 502 || status === 504 })
  }
  const reason = reasonOf(code)
  if (reason) return down(reason, { needsPeople: true })
  if (isBadMessage(error)) {
    const problem = `Slack이 이 메시지를 받지 않았습니다(${code || 'HTTP 400'}).`
    return { kind: 'refused', problem, giveUp: true, inTheDark: false }
  }
  if (status >= 300 && status < 400) return down(SAYS.answer, { needsPeople: true })
  return down(`Slack이 이 웹훅을 거부했습니다(HTTP ${status}). ${NEW_URL}`, { needsPeople: true })
}

type Details = { inTheDark?: boolean; retryAfterMs?: number | null; needsPeople?: boolean }

export function down(problem: string, details: Details): Outcome {
  const { inTheDark = false, retryAfterMs = null, needsPeople = false } = details
  return { kind: 'down', problem, inTheDark, retryAfterMs, needsPeople }
}

/** Only what looks like one of Slack's codes: an answer may repeat the URL, which is a secret. */
function codeOf(error: IncomingWebhookHTTPError): string {
  return /^[a-z_]{3,60}$/.exec(error.body?.trim() ?? '')?.[0] ?? ''
}

/** Whoever answers chooses the code: `constructor` is none of ours. */
function reasonOf(code: string): string | undefined {
  return Object.hasOwn(REASONS, code) ? REASONS[code] : undefined
}

function waitOf(retryAfter: string | null): number | null {
  const seconds = Number(retryAfter)
  if (retryAfter === null || !Number.isFinite(seconds) || seconds < 0) return null
  return Math.min(seconds * SECOND, LONGEST_WAIT)
}

function causedBy(error: unknown, kind: typeof PrivateAddress): boolean {
  if (error instanceof kind) return true
  if (error instanceof IncomingWebhookRequestError) return causedBy(error.original, kind)
  return error instanceof Error && error.cause !== undefined && causedBy(error.cause, kind)
}
