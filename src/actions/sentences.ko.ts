import { josa } from 'es-hangul'
import { usd } from '../platform/korean/amounts.ts'
import type { ActionKind } from './record.ts'

type Facts = { subject: string; before: Record<string, unknown> | null; after: Record<string, unknown> | null }

const SENTENCES: Record<ActionKind, (facts: Facts) => string> = {
  'workspace.created': ({ subject }) => `‘${subject}’ 워크스페이스를 만들었습니다.`,
  'workspace.changed': () => '워크스페이스 설정을 바꾸었습니다.',
  'person.joined': ({ subject }) => `${subject} 님이 참여했습니다.`,
  'person.changed': personChanged,
  'person.invited': ({ subject }) => `${subject} 주소로 초대했습니다.`,
  'invitation.withdrawn': ({ subject }) => `${subject} 초대를 취소했습니다.`,
  'token.created': ({ subject }) => `‘${subject}’ 개인 토큰을 만들었습니다.`,
  'token.revoked': ({ subject }) => `‘${subject}’ 개인 토큰을 폐기했습니다.`,
  'team.created': ({ subject }) => `‘${subject}’ 팀을 만들었습니다.`,
  'team.renamed': ({ before, after }) =>
    `팀 이름을 ‘${text(before, 'name')}’에서 ‘${text(after, 'name')}’${toward(after, 'name')} 바꾸었습니다.`,
  'team.archived': ({ subject }) => `‘${subject}’ 팀을 보관했습니다.`,
  'team.restored': ({ subject }) => `‘${subject}’ 팀을 다시 열었습니다.`,
  'member.added': ({ subject }) => `${subject} 님을 팀에 추가했습니다.`,
  'member.changed': ({ subject }) => `${subject} 님의 팀 역할을 바꾸었습니다.`,
  'member.removed': ({ subject }) => `${subject} 님을 팀에서 제외했습니다.`,
  'admin-key.registered': ({ subject }) => `Admin API 키(${subject})를 등록했습니다.`,
  'admin-key.replaced': ({ subject, after }) =>
    `Admin API 키(${subject})를 새 키(…${text(after, 'last4')})로 교체했습니다.`,
  'admin-key.deactivated': ({ subject }) => `Admin API 키(${subject})를 비활성화했습니다.`,
  'admin-key.reactivated': ({ subject }) => `Admin API 키(${subject})를 다시 활성화했습니다.`,
  'admin-key.broken': ({ subject }) => `Admin API 키(${subject})로 비용을 읽지 못하게 되었습니다.`,
  'project.created': ({ subject }) => `‘${subject}’ 프로젝트를 만들었습니다.`,
  'project.renamed': ({ before, after }) =>
    `프로젝트 이름을 ‘${text(before, 'name')}’에서 ‘${text(after, 'name')}’${toward(after, 'name')} 바꾸었습니다.`,
  'project.archived': ({ subject }) => `‘${subject}’ 프로젝트를 보관했습니다.`,
  'project.restored': ({ subject }) => `‘${subject}’ 프로젝트를 다시 열었습니다.`,
  'project.moved': ({ subject, before, after }) =>
    `‘${subject}’ 프로젝트를 ‘${text(before, 'teamName')}’에서 ‘${text(after, 'teamName')}’${toward(after, 'teamName')} 옮겼습니다.`,
  'project-key.created': ({ subject }) => `‘${subject}’ 프로젝트 키를 만들었습니다.`,
  'project-key.renamed': ({ before, after }) =>
    `프로젝트 키 이름을 ‘${text(before, 'name')}’에서 ‘${text(after, 'name')}’${toward(after, 'name')} 바꾸었습니다.`,
  'project-key.revoked': ({ subject, before }) =>
    `‘${subject}’ 프로젝트 키(…${text(before, 'lastFour')})를 폐기했습니다.`,
  'openai-key.set': ({ subject }) => `게이트웨이용 OpenAI 키(${subject})를 저장했습니다.`,
  'openai-key.replaced': ({ subject, after }) =>
    `게이트웨이용 OpenAI 키(${subject})를 새 키(…${text(after, 'last4')})로 교체했습니다.`,
  'openai-key.removed': ({ subject }) => `게이트웨이용 OpenAI 키(${subject})를 삭제했습니다.`,
  'binding.started': ({ subject }) => `Project ID(${subject})를 연결했습니다.`,
  'binding.ended': ({ subject }) => `Project ID(${subject})의 연결을 해제했습니다.`,
  'price.set': ({ subject }) => `‘${subject}’ 단가를 입력했습니다.`,
  'price.removed': ({ subject }) => `‘${subject}’에 입력한 단가를 지웠습니다.`,
  'threshold.set': ({ subject, before, after }) =>
    before
      ? `‘${subject}’의 ${periodic(after)} 임계값을 바꾸었습니다${limitChange(before, after)}${hardChange(before, after)}.`
      : `‘${subject}’에 ${periodic(after)} ${after?.hard === true ? '하드 한도' : '임계값'}(${limit(after, 'limit')})을 설정했습니다.`,
  'threshold.removed': ({ subject, before }) => `‘${subject}’의 ${periodic(before)} 임계값을 삭제했습니다.`,
  'threshold.raised': ({ subject, after }) =>
    text(after, 'raisedTo')
      ? `‘${subject}’의 ${periodic(after)} 한도를 이번 기간에만 ${limit(after, 'raisedTo')}까지 올렸습니다.`
      : `‘${subject}’의 ${periodic(after)} 한도를 기본 한도로 되돌렸습니다.`,
  'threshold.paused': ({ subject, after }) =>
    text(after, 'pausedUntil')
      ? `‘${subject}’의 ${periodic(after)} 임계값을 일시 중지했습니다.`
      : `‘${subject}’의 ${periodic(after)} 임계값을 다시 시작했습니다.`,
  'breach.acknowledged': ({ subject, after }) => `‘${subject}’의 ${periodic(after)} 한도 초과를 확인했습니다.`,
  'block.requested': ({ subject, after }) =>
    after?.grade === 'slow'
      ? `‘${subject}’${objectOf(subject)} 감속하기로 했습니다.`
      : `‘${subject}’${objectOf(subject)} 차단하기로 했습니다.`,
  'block.escalated': ({ subject, before, after }) =>
    before?.grade === after?.grade
      ? `‘${subject}’ 차단의 조건을 강화했습니다.`
      : `‘${subject}’의 감속을 차단으로 올렸습니다.`,
  'block.applied': ({ subject, after }) =>
    after?.grade === 'slow'
      ? `‘${subject}’${objectOf(subject)} 감속했습니다.`
      : `‘${subject}’${objectOf(subject)} 차단했습니다.`,
  'block.step-refused': ({ subject }) => `‘${subject}’ 차단 중 한 단계를 OpenAI에서 하지 못했습니다.`,
  'block.confirmed': ({ subject }) => `‘${subject}’ 차단이 확인되었습니다.`,
  'block.violated': ({ subject }) => `‘${subject}’ 차단 후에도 호출이 발생했습니다.`,
  'block.limit-undone': ({ subject }) => `‘${subject}’ 차단 한도를 누군가 OpenAI에서 풀어 다시 낮추었습니다.`,
  'block.release-requested': ({ subject }) => `‘${subject}’ 차단의 해제를 요청했습니다.`,
  'block.release-refused': ({ subject }) => `‘${subject}’ 차단의 해제 요청을 거절했습니다.`,
  'block.released': ({ subject }) => `‘${subject}’ 차단의 해제를 승인했습니다.`,
  'block.expired': ({ subject }) => `‘${subject}’ 차단이 정한 시각에 끝났습니다.`,
  'block.restored': ({ subject }) => `‘${subject}’ 차단을 풀고 한도를 되돌렸습니다.`,
  'api-key.deletion-begun': ({ subject }) => `OpenAI API 키(${subject})를 삭제하기로 했습니다.`,
  'api-key.deleted': ({ subject }) => `OpenAI API 키(${subject})를 삭제했습니다.`,
  'team-message.sent': ({ subject }) => `‘${subject}’ 차단에 대해 팀에 메시지를 보냈습니다.`,
  'limit-change.acknowledged': ({ subject }) => `OpenAI 한도 변경(${subject})을 확인했습니다.`,
  'channel.created': ({ subject }) => `‘${subject}’ 알림 채널을 추가했습니다.`,
  'channel.changed': channelChanged,
  'channel.removed': ({ subject }) => `‘${subject}’ 알림 채널을 삭제했습니다.`,
  'webhook-hosts.changed': () => '알림을 보낼 수 있는 웹훅 주소 목록을 바꾸었습니다.',
  'outcomes.entered': ({ subject }) => `‘${subject}’의 성과를 입력했습니다.`,
  'outcomes.imported': ({ subject, after }) => `‘${subject}’의 성과를 CSV로 가져왔습니다${importCounts(after)}.`,
  'outcomes.corrected': ({ subject }) => `‘${subject}’의 성과를 정정했습니다.`,
  'outcomes.removed': ({ subject }) => `‘${subject}’의 성과를 삭제했습니다.`,
  'outcomes.scale-changed': ({ subject }) => `‘${subject}’의 피드백 표시 척도를 바꾸었습니다.`,
  'secrets.rotated': () => '저장된 비밀을 새 마스터 키로 다시 암호화했습니다.',
  'secrets.abandoned': () => '열 수 없게 된 비밀을 버리고 새 마스터 키로 시작했습니다.',
}

/** `(새로 12건, 정정 3건)` */
function importCounts(after: Facts['after']): string {
  const [stored, replaced] = [after?.stored, after?.replaced]
  return typeof stored === 'number' && typeof replaced === 'number' ? `(새로 ${stored}건, 정정 ${replaced}건)` : ''
}

function personChanged({ subject, after }: Facts): string {
  if (after?.resetLink) return `${subject} 님의 비밀번호 재설정 링크를 만들었습니다.`
  if (after?.password) return `${subject} 님의 비밀번호를 바꾸었습니다.`
  if (after?.name) return `이름을 ${subject}${toward(after, 'name')} 바꾸었습니다.`
  if (after?.disabled === true) return `${subject} 님의 이용을 중지했습니다.`
  return `${subject} 님의 권한을 바꾸었습니다.`
}

function periodic(facts: Record<string, unknown> | null): string {
  return text(facts, 'period') === 'week' ? '주간' : '일일'
}

function channelChanged({ subject, before, after }: Facts): string {
  if (before?.enabled === true && after?.enabled === false) return `‘${subject}’ 알림 채널을 껐습니다.`
  if (before?.enabled === false && after?.enabled === true) return `‘${subject}’ 알림 채널을 켰습니다.`
  return `‘${subject}’ 알림 채널의 설정을 바꾸었습니다.`
}

export function actionSentence(kind: string, facts: Facts): string {
  return isKind(kind) ? SENTENCES[kind](facts) : facts.subject
}

function isKind(kind: string): kind is ActionKind {
  return Object.hasOwn(SENTENCES, kind)
}

function objectOf(subject: string): string {
  return josa.pick(subject, '을/를')
}

function toward(facts: Record<string, unknown> | null, key: string): string {
  return josa.pick(text(facts, key), '으로/로')
}

/** `($500 → $800)`; nothing where only levels changed. */
function limitChange(before: Facts['before'], after: Facts['after']): string {
  const [old, now] = [limit(before, 'limit'), limit(after, 'limit')]
  return old === now || old === '' || now === '' ? '' : `(${old} → ${now})`
}

function hardChange(before: Facts['before'], after: Facts['after']): string {
  const [was, is] = [before?.hard === true, after?.hard === true]
  return was === is ? '' : is ? '(하드 한도 켬)' : '(하드 한도 끔)'
}

/** A limit as it is spoken of: `$500`, `$1,200.50`. */
function limit(facts: Record<string, unknown> | null, key: string): string {
  const amount = text(facts, key)
  return amount === '' ? '' : usd(amount).replace(/\.00$/, '')
}

function text(facts: Record<string, unknown> | null, key: string): string {
  const value = facts?.[key]
  return typeof value === 'string' ? value : ''
}
