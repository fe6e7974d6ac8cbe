import { type FailingChannel, failingChannels } from '../../channels/index.ts'
import { teamsWithoutSlack } from './store/channels.ts'
import { type TodoSupplier, todo } from './todo.ts'

/** Quiet failure is the worst kind: whoever relies on a message has to know that it does not come. */
export const failingChannelTodos: TodoSupplier = async ({ db, now }, teamIds) =>
  (await failingChannels(db, teamIds, now)).map((channel) =>
    todo({
      kind: 'channel-failing',
      severity: 'danger',
      sentence: [`${nameOf(channel)} 보내지 못하고 있습니다.`, channel.problem, waitingSentence(channel)]
        .filter((sentence) => sentence !== null)
        .join(' '),
      teamId: channel.teamId,
      subjectId: channel.channelId,
      since: channel.since.toISOString(),
    }),
  )

/** Mail reaches every team; without a mail server an alarm needs a Slack channel. */
export const silentTeamTodos: TodoSupplier = async ({ db, sendsMail }, teamIds) => {
  const [first, ...rest] = sendsMail ? [] : await teamsWithoutSlack(db, teamIds)
  if (!first) return []
  const who = rest.length === 0 ? first.teamName : `${first.teamName} 외 ${rest.length}개 팀`
  return [
    todo({
      kind: 'no-channel',
      severity: 'info',
      sentence: `${who}의 임계값 알림은 보낸 알림함에만 남습니다. Slack 채널이나 메일 서버를 연결하면 바로 전달됩니다.`,
      teamId: first.teamId,
    }),
  ]
}

function nameOf({ kind, name, teamName }: FailingChannel): string {
  if (kind === 'mail-server') return '메일을'
  if (kind === 'address') return `${name} 주소로 알림을`
  return `${teamName ?? '워크스페이스'} 채널 ‘${name}’에 알림을`
}

function waitingSentence({ waiting }: FailingChannel): string | null {
  return waiting > 0 ? `${waiting}건이 기다리고 있으며, 연결되면 오래된 것부터 보냅니다.` : null
}
