import { formatCount } from '../format.ts'

export const collection = {
  title: (team: string) => `${team} 비용을 수집하고 있습니다`,
  titleWorkspace: '비용을 수집하고 있습니다',
  backfill: '첫 수집이라 지난 기간을 모두 읽습니다. 다른 화면을 보셔도 계속됩니다.',
  days: (done: number, total: number) => `${formatCount(total)}일 중 ${formatCount(done)}일`,
  cost: (amount: string) => `지금까지 ${amount}`,
  left: (duration: string) => `약 ${duration} 남음`,
  leftUnknown: '남은 시간을 계산하는 중',
  waiting: (time: string) => `OpenAI의 요청 제한으로 ${time}까지 기다립니다`,
  period: (from: string, to: string) => `${from}~${to}`,
  key: (last4: string) => `키 …${last4}`,
  history: '최근 수집',
  state: { waiting: '대기', running: '수집 중', done: '완료', failed: '실패' },
  columns: {
    team: '팀',
    period: '기간',
    days: '일수',
    cost: '금액',
    changed: '바뀐 항목',
    state: '상태',
    started: '시작',
  },
  none: '아직 수집한 적이 없습니다. 매일 09:00(KST)에 모든 활성 키로 수집합니다.',
  collectNow: '지금 수집',
  requested: '수집을 시작했습니다.',
  progressOf: (team: string) => `${team} 수집 진행률`,
}
