import type { Tx } from '../platform/db/database.ts'
import type { BrokenKeyNotice } from '../teams/index.ts'
import type { AlertsDeps } from './deps.ts'
import { seeTeamSettings } from './messages/links.ts'
import { nameOf } from './messages/name.ts'
import { placeOf, tell } from './tell.ts'

/** An Admin key stopped working. Teams tell it once until it works again. */
export async function tellKeyBroken(tx: Tx, deps: AlertsDeps, notice: BrokenKeyNotice): Promise<void> {
  const { keyId, last4, teamId, teamName, detail } = notice
  const at = await deps.sharedNow(tx)
  const headline = `[${nameOf(teamName)}] Admin API 키(…${last4})로 비용을 읽지 못하고 있습니다`
  await tell(tx, deps, {
    key: `key-broken:${keyId}:${at.toISOString()}`,
    kind: 'key-broken',
    teamId,
    detectedAt: at,
    words: {
      severity: 'danger',
      headline,
      subject: headline,
      facts: [{ label: '이유', value: detail }],
      paragraphs: [
        '지금까지 수집한 비용은 그대로입니다. 이 키가 다시 동작할 때까지 새 비용과 사용량은 집계되지 않고, 한도를 넘어도 알 수 없습니다.',
        '팀 설정에서 키를 확인하거나 새 키로 교체해 주세요. 같은 문제로는 다시 알리지 않습니다.',
      ],
      links: [seeTeamSettings(teamId, await placeOf(deps, tx))],
    },
  })
}
