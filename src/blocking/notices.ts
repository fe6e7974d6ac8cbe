import { josa } from 'es-hangul'
import type { Notice } from '../channels/index.ts'
import { type Block, isAtProvider, nameOf, type Step, type StepKind, type StepNote } from './block.ts'
import type { BlockingDeps } from './deps.ts'
import { limitsUrlOf } from './limits-url.ts'
import { gradeWords, problemSentence, stepWords } from './words.ko.ts'

/** Where links lead and in which zone instants are read; asked for before the transaction begins. */
export type Setting = { publicUrl: string; timeZone: string }

export async function settingOf(deps: Pick<BlockingDeps, 'publicUrl' | 'timeZone'>): Promise<Setting> {
  return { publicUrl: deps.publicUrl, timeZone: await deps.timeZone() }
}

export function appliedNotice(setting: Setting, block: Block, steps: readonly Step[], at: Date): Notice {
  const refused = steps.filter(({ state }) => state === 'refused')
  const isWithoutTarget = !steps.some(({ kind }) => kind !== 'gateway')
  const isPartly = refused.length > 0 || isWithoutTarget
  const what = block.grade === 'stop' ? '차단했습니다' : '감속했습니다'
  const headline = isPartly
    ? `[${block.teamName}] ${nameOf(block)} 차단 중 일부를 OpenAI에서 하지 못했습니다`
    : `[${block.teamName}] ${josa(nameOf(block), '을/를')} ${what}`
  return {
    ...about(
      setting,
      block,
      `block-applied:${block.id}:${block.grade}${block.setsKeysAside ? ':keys' : ''}`,
      'block-applied',
      at,
    ),
    severity: isPartly ? 'danger' : 'warn',
    headline,
    subject: headline,
    facts: [...blockFacts(setting, block), ...steps.map(stepFact)],
    paragraphs: [
      ...new Set(refused.flatMap((step) => problemSentence(step.problemCode) ?? [])),
      ...(isWithoutTarget ? ['연결된 Project ID가 없어 OpenAI에서 낮출 한도가 없습니다.'] : []),
      '이미 대기열에 있는 배치 작업과 열려 있는 응답은 끝날 때까지 비용이 날 수 있습니다. 차단이 확인되면 다시 알려 드립니다.',
    ],
  }
}

export function confirmedNotice(setting: Setting, block: Block, lastCallAt: Date | null, at: Date): Notice {
  const headline = `[${block.teamName}] ${nameOf(block)} 차단 확인됨`
  return {
    ...about(setting, block, `block-confirmed:${block.id}:${block.violations}`, 'block-confirmed', at),
    severity: 'ok',
    headline,
    subject: headline,
    facts: [
      ...blockFacts(setting, block),
      { label: '마지막 호출', value: lastCallAt ? timeOf(setting, lastCallAt) : '차단 전후로 보이지 않음' },
    ],
    paragraphs: ['차단한 뒤의 사용량에 새 호출이 없습니다.'],
  }
}

export function violatedNotice(
  setting: Setting,
  block: Block,
  seen: { calls: number; models: readonly string[]; lastCallAt: Date | null },
  at: Date,
): Notice {
  const headline = `🚨 [${block.teamName}] ${nameOf(block)} 차단 후에도 호출 발생 — ${count(seen.calls)}건`
  return {
    ...about(setting, block, `block-violated:${block.id}:${block.violations + 1}`, 'block-violated', at),
    severity: 'danger',
    headline,
    subject: headline,
    facts: [
      { label: '차단 후 호출', value: `${count(seen.calls)}건` },
      { label: '모델', value: seen.models.slice(0, 5).join(', ') || '알 수 없음' },
      ...(seen.lastCallAt ? [{ label: '마지막 호출', value: timeOf(setting, seen.lastCallAt) }] : []),
      ...blockFacts(setting, block),
    ],
    paragraphs: [
      'OpenAI의 한도가 퍼지는 데 걸리는 시간을 지나서도 호출이 보입니다. 미세 조정 모델이나 대기 중이던 배치일 수 있습니다.',
      '계속되면 프로젝트 페이지에서 API 키를 삭제하는 방법을 검토해 주세요. 삭제한 키는 되살릴 수 없습니다.',
    ],
  }
}

export function undoneNotice(
  setting: Setting,
  block: Block,
  seen: { externalId: string; undone: readonly StepNote[]; at: Date },
): Notice {
  const headline = `🚨 [${block.teamName}] ${nameOf(block)}의 차단 한도를 누군가 OpenAI에서 풀었습니다`
  const values = seen.undone.slice(0, 5).map(({ model, field, value }) => ({
    label: model ?? '지출 한도',
    value: `${model ? `${field} ` : ''}${value === null ? '한도 없음' : count(value)}으로 바뀜`,
  }))
  return {
    ...about(
      setting,
      block,
      `limit-undone:${block.id}:${seen.externalId}:${seen.at.toISOString()}`,
      'limit-undone',
      seen.at,
    ),
    severity: 'danger',
    headline,
    subject: headline,
    facts: [{ label: 'Project ID', value: seen.externalId }, ...values],
    paragraphs: ['한도를 다시 낮추었습니다. 되풀이되면 더 쓰지 않고 알려 드립니다. 누가 바꾸었는지 확인해 주세요.'],
  }
}

export function contestedNotice(
  setting: Setting,
  block: Block,
  found: { externalId: string; kind: StepKind; at: Date },
): Notice {
  const headline = `🚨 [${block.teamName}] ${nameOf(block)}의 차단 한도를 누군가 계속 풀어 다시 쓰지 않습니다`
  const key = `limit-contested:${block.id}:${found.externalId}:${found.kind}`
  return {
    ...about(setting, block, key, 'limit-contested', found.at),
    severity: 'danger',
    headline,
    subject: headline,
    facts: [
      { label: '한도', value: stepWords[found.kind] },
      { label: 'Project ID', value: found.externalId },
      ...blockFacts(setting, block),
    ],
    paragraphs: ['이 한도로는 지금 멈추지 않습니다. OpenAI 대시보드에서 누가 바꾸는지 확인하고 직접 낮추어 주세요.'],
    links: [
      { label: 'OpenAI 한도 열기', url: limitsUrlOf(found.externalId) },
      { label: '상세 보기', url: pageOf(setting, block) },
    ],
  }
}

export function releaseAskedNotice(
  setting: Setting,
  block: Block,
  asked: { id: string; byName: string; reason: string; at: Date },
): Notice {
  const headline = `[${block.teamName}] ${nameOf(block)} 차단 해제 요청 — ${asked.byName}`
  return {
    ...about(setting, block, `release-asked:${asked.id}`, 'release-asked', asked.at),
    severity: 'warn',
    headline,
    subject: headline,
    facts: [{ label: '해제 사유', value: asked.reason }, ...blockFacts(setting, block)],
    paragraphs: ['관리자가 승인하면 차단 전의 한도로 되돌립니다. 승인하거나 거절해 주세요.'],
    links: [
      { label: '승인 검토', url: `${setting.publicUrl}/alerts` },
      { label: '상세 보기', url: pageOf(setting, block) },
    ],
  }
}

export function releaseRefusedNotice(
  setting: Setting,
  block: Block,
  refusal: { id: string; byName: string; reason: string; at: Date; askedBy: string | null },
): Notice {
  const headline = `[${block.teamName}] ${nameOf(block)} 차단 해제 요청이 거절되었습니다`
  return {
    ...about(setting, block, `release-refused:${refusal.id}`, 'release-refused', refusal.at),
    severity: 'info',
    headline,
    subject: headline,
    facts: [
      { label: '거절한 사람', value: refusal.byName },
      { label: '거절 사유', value: refusal.reason },
    ],
    paragraphs: ['차단은 그대로입니다. 사유를 해결한 뒤 다시 요청해 주세요.'],
    alsoTo: refusal.askedBy ? [refusal.askedBy] : [],
  }
}

export function restoredNotice(
  setting: Setting,
  block: Block,
  steps: readonly Step[],
  at: Date,
  askedBy: readonly string[] = [],
): Notice {
  const changed = steps.flatMap(({ notes }) => notes).filter(({ kind }) => kind !== 'held-by-other')
  const isHeld = steps.some(({ notes }) => notes.some(({ kind }) => kind === 'held-by-other'))
  const headline = `[${block.teamName}] ${nameOf(block)} 차단을 해제했습니다`
  return {
    ...about(setting, block, `block-released:${block.id}`, 'block-released', at),
    severity: 'ok',
    headline,
    subject: headline,
    facts: [
      { label: '해제한 사람', value: block.releasedByName ?? '' },
      { label: '해제 사유', value: block.releaseReason ?? '' },
      ...changed.slice(0, 8).map(noteFact),
    ],
    paragraphs: [
      isHeld
        ? '다른 차단이 아직 걸려 있어 한도는 그대로입니다. 그 차단이 해제될 때 되돌립니다.'
        : changed.length > 0
          ? '위의 한도는 차단 전과 다릅니다. 나머지는 차단 전의 값으로 되돌렸습니다.'
          : '모든 한도를 차단 전의 값으로 되돌렸습니다.',
    ],
    alsoTo: askedBy,
  }
}

export function teamMessageNotice(
  setting: Setting,
  block: Block,
  message: { id: string; text: string; byName: string; at: Date },
): Notice {
  return {
    ...about(setting, block, `team-message:${message.id}`, 'team-message', message.at),
    severity: 'warn',
    headline: `[${block.teamName}] ${josa(message.byName, '이/가')} 보낸 메시지: ${nameOf(block)} 차단`,
    subject: `[${block.teamName}] ${nameOf(block)} 차단에 대한 메시지`,
    facts: [],
    paragraphs: message.text.split(/\n{2,}/),
  }
}

function about(setting: Setting, block: Block, key: string, kind: string, at: Date) {
  return {
    key,
    kind,
    teamId: block.teamId,
    projectId: block.projectId,
    breachId: block.breachId,
    blockId: block.id,
    detectedAt: at,
    links: [{ label: '상세 보기', url: pageOf(setting, block) }],
  }
}

function pageOf({ publicUrl }: Setting, block: Block): string {
  return block.projectId ? `${publicUrl}/projects/${block.projectId}` : `${publicUrl}/teams/${block.teamId}`
}

function blockFacts(setting: Setting, block: Block) {
  return [
    {
      label: '차단',
      value: `${gradeWords[block.grade]} · ${timeOf(setting, block.createdAt)} · ${block.requestedByName}`,
    },
    { label: '사유', value: block.reason },
    { label: '해제 조건', value: block.untilAt ? `${timeOf(setting, block.untilAt)}에 자동 해제` : '관리자 승인까지' },
  ]
}

function stepFact({ kind, state, done, total, target }: Step) {
  const how = state === 'done' ? (kind === 'rate-limits' ? `${done}/${total}` : '완료') : '하지 못함'
  return { label: stepWords[kind], value: !isAtProvider(kind) ? how : `${how} (${target})` }
}

function noteFact({ kind, model, field, value, original }: StepNote) {
  const now = value === null ? '한도 없음' : count(value)
  const was = original === null ? '한도 없음' : count(original)
  const why =
    { clamped: 'OpenAI의 조직 한도까지만 되돌림', left: '그사이 바뀌어 그대로 둠' }[kind as string] ?? '되돌리지 못함'
  return { label: model ? `${model} ${field}` : '지출 한도(센트)', value: `${now} (차단 전 ${was}) · ${why}` }
}

function count(value: number): string {
  return new Intl.NumberFormat('ko-KR').format(value)
}

function timeOf({ timeZone }: Setting, at: Date): string {
  return new Intl.DateTimeFormat('ko-KR', {
    timeZone,
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at)
}
