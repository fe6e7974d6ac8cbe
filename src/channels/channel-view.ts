import type { Channel, MailServer } from './api.ts'
import type { ChannelState } from './store/channels.ts'
import type { LaneState } from './store/lanes.ts'

export function channelView({ problem, problemSince, lastOkAt, ...row }: ChannelState): Channel {
  return { ...row, problem: problemOf(problem, problemSince), lastOkAt: lastOkAt?.toISOString() ?? null }
}

export function mailServerView(
  lane: LaneState | null,
  rest: Pick<MailServer, 'sends' | 'recipients' | 'waiting'>,
): MailServer {
  const problem = rest.sends ? problemOf(lane?.problem ?? null, lane?.problemSince ?? null) : null
  return { ...rest, problem, lastOkAt: lane?.lastOkAt?.toISOString() ?? null }
}

function problemOf(detail: string | null, since: Date | null): Channel['problem'] {
  return detail === null || since === null ? null : { detail, since: since.toISOString() }
}
