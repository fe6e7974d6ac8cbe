const seconds = (value: number) => (value < 10 ? value.toFixed(1) : String(Math.round(value)))

function delay(value: number): string {
  if (value < 120) return `${seconds(value)}초 만에`
  if (value < 7_200) return `${Math.round(value / 60)}분 만에`
  return `${Math.round(value / 3_600)}시간 만에`
}

export const channels = {
  outbox: {
    title: '보낸 알림',
    about: 'Slack과 메일로 나간 모든 메시지와 그 결과입니다.',
    notSending: '메일 서버가 설정되지 않아 메일은 보내지 않고 여기에 저장합니다. 링크를 직접 복사해 전달해 주세요.',
    subject: '제목',
    message: '메시지',
    to: '받는 곳',
    state: '상태',
    at: '시각',
    team: '팀',
    channel: '종류',
    all: '전체',
    channels: { slack: 'Slack', mail: '메일' },
    states: { waiting: '보내기 전', sent: '보냄', failed: '실패', stored: '저장만 함' },
    late: '지연',
    twice: '두 번 도착 가능',
    twiceAbout: '보내는 중에 연결이 끊겨 다시 보냈습니다. 같은 메시지가 두 번 도착했을 수 있습니다.',
    delay,
    open: '내용 보기',
    openOf: (subject: string, to: string) => `${subject} (${to}) 내용 보기`,
    detectedAt: '발생',
    sentAt: '보냄',
    nextAttempt: '다음 시도',
    attempts: '시도',
    times: (count: number) => `${count}번`,
    none: '아직 보낸 것이 없습니다. 임계값을 넘거나 사람을 초대하면 메시지가 여기에 남습니다.',
    noneFound: '조건에 맞는 메시지가 없습니다. 조건을 바꾸어 주세요.',
  },
}
