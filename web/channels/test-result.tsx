import type { ChannelTest } from '../../src/channels/api.ts'
import { Notice } from '../ui/notice.tsx'

export function TestResult({ told }: { told: ChannelTest | undefined }) {
  return told ? (
    <Notice tone={told.ok ? 'ok' : 'danger'} live>
      {told.detail}
    </Notice>
  ) : null
}
