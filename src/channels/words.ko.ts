import type { ErrorWords } from '../platform/http/words.ts'

export const channelErrors: ErrorWords = {
  'webhook-invalid':
    '웹훅 URL 형식이 아닙니다. 저장하지 않았습니다. Slack에서 만든 https://hooks.slack.com/services/…를 그대로 붙여 넣어 주세요.',
  'webhook-not-slack':
    'Slack 수신 웹훅의 URL이 아닙니다. 저장하지 않았습니다. https://hooks.slack.com/services/로 시작하는 전체 URL을 넣어 주세요.',
  'webhook-workflow':
    'Slack 워크플로의 URL이라 알림 내용을 보여 주지 못합니다. 저장하지 않았습니다. 수신 웹훅(Incoming Webhook)을 만들어 넣어 주세요.',
  'webhook-host-refused': ({ host }) =>
    `${host ?? '이 주소'}는 허용되지 않은 곳이라 저장하지 않았습니다. Slack의 웹훅을 넣거나 관리자에게 주소 허용을 요청해 주세요.`,
  'webhook-host-invalid':
    '주소 형식이 아닙니다. 바꾼 내용은 없습니다. https://chat.example.com처럼 경로 없이 입력해 주세요.',
  'webhook-host-private':
    '내부 네트워크 주소이거나 암호화되지 않은 주소입니다. 바꾼 내용은 없습니다. 그대로 쓰려면 내부 주소 허용을 함께 선택해 주세요.',
  'channel-takes-no-url': '메일 채널에는 웹훅 URL을 넣을 수 없습니다. 바꾼 내용은 없습니다.',
  'channel-takes-no-addresses': 'Slack 채널에는 메일 주소를 넣을 수 없습니다. 바꾼 내용은 없습니다.',
  'channel-off': '꺼져 있는 채널이라 보내지 않았습니다. 먼저 채널을 켜 주세요.',
  'channel-too-many':
    '채널은 팀마다, 그리고 워크스페이스에 20개까지 둘 수 있습니다. 추가하지 않았습니다. 쓰지 않는 채널을 삭제한 뒤 다시 시도해 주세요.',
  'no-address': '메일 주소가 있는 사람만 시험 메일을 받을 수 있습니다.',
}
