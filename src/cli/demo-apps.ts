/** What the programs of the demo's projects do, and how well. The shares are those of the project's spend that they tell us of. */
export type Task = {
  readonly name: string
  readonly model: string
  /** Tokens of one call. */
  readonly input: number
  readonly output: number
  /** Of the calls of its program. */
  readonly weight: number
  readonly intents: readonly string[]
  /** Null: nobody records what it achieves. Some attempts take several calls. */
  readonly outcome: { readonly perCall: number; readonly rate: number; readonly score: number | null } | null
}

export type App = {
  readonly project: string
  readonly organization: number
  readonly share: number
  /** So many calls as a person can page through, each of some cents, and not the thousands that a real program makes. */
  readonly callsPerDollar: number
  /** How much more of its attempts succeed today than ninety days ago. */
  readonly learned: number
  readonly users: readonly string[]
  readonly tasks: readonly Task[]
}

export const APPS: readonly App[] = [
  {
    project: 'chatbot-experiment',
    organization: 0,
    share: 0.38,
    callsPerDollar: 8,
    learned: 0.02,
    users: ['김민수', '정하늘', '윤서준'],
    tasks: [
      {
        name: '상담 답변',
        model: 'gpt-4o-2024-08-06',
        input: 1_400,
        output: 320,
        weight: 7,
        intents: ['요금제', '배송', '환불'],
        outcome: { perCall: 0.26, rate: 0.58, score: 3.4 },
      },
      {
        name: '상품 추천',
        model: 'gpt-4o-mini-2024-07-18',
        input: 900,
        output: 210,
        weight: 3,
        intents: ['구매 전', '재구매'],
        outcome: { perCall: 0.28, rate: 0.22, score: null },
      },
    ],
  },
  {
    project: 'marketing-copy',
    organization: 0,
    share: 0.62,
    callsPerDollar: 10,
    learned: 0.25,
    users: ['김민수', '한지우'],
    tasks: [
      {
        name: '광고 문구',
        model: 'gpt-4.1-2025-04-14',
        input: 1_500,
        output: 1_300,
        weight: 8,
        intents: ['신제품', '기획전'],
        outcome: { perCall: 0.22, rate: 0.61, score: 4.2 },
      },
      {
        name: '제목 제안',
        model: 'gpt-5-nano-2025-08-07',
        input: 700,
        output: 350,
        weight: 2,
        intents: ['메일', '푸시'],
        outcome: null,
      },
    ],
  },
  {
    project: 'support-copilot',
    organization: 0,
    share: 0.91,
    callsPerDollar: 4,
    learned: 0.12,
    users: ['박서연', '이도윤', '최유진', '강민재', '오세아'],
    tasks: [
      {
        name: '답장 초안',
        model: 'gpt-5-2025-08-07',
        input: 5_200,
        output: 900,
        weight: 6,
        intents: ['환불', '배송', '교환', '계정'],
        outcome: { perCall: 0.28, rate: 0.71, score: 4.4 },
      },
      {
        name: '문의 분류',
        model: 'gpt-5-mini-2025-08-07',
        input: 3_400,
        output: 480,
        weight: 3,
        intents: ['접수'],
        outcome: { perCall: 0.28, rate: 0.93, score: null },
      },
      {
        name: '대화 요약',
        model: 'gpt-5-mini-2025-08-07',
        input: 6_000,
        output: 600,
        weight: 1,
        intents: ['인수인계'],
        outcome: null,
      },
    ],
  },
  {
    project: 'search-rerank',
    organization: 0,
    share: 0.18,
    callsPerDollar: 20,
    learned: 0,
    users: ['검색 서버'],
    tasks: [
      {
        name: '결과 재정렬',
        model: 'gpt-4.1-mini-2025-04-14',
        input: 2_300,
        output: 60,
        weight: 1,
        intents: [],
        outcome: null,
      },
    ],
  },
  {
    project: 'code-review-bot',
    organization: 0,
    share: 0.47,
    callsPerDollar: 8,
    learned: 0,
    users: ['CI'],
    tasks: [
      {
        name: '코드 리뷰',
        model: 'o4-mini-2025-04-16',
        input: 9_500,
        output: 2_600,
        weight: 1,
        intents: ['버그', '보안'],
        // Hardly anybody says whether a review helped: too few to compare by.
        outcome: { perCall: 0.004, rate: 0.6, score: 3.9 },
      },
    ],
  },
  {
    project: 'agent-assist',
    organization: 1,
    share: 0.74,
    callsPerDollar: 4,
    learned: -0.1,
    users: ['상담 1조', '상담 2조', '상담 3조'],
    tasks: [
      {
        name: '상담 보조',
        model: 'gpt-4o-2024-08-06',
        input: 2_800,
        output: 420,
        weight: 1,
        intents: ['해지 방어', '요금 문의', '장애 접수'],
        outcome: { perCall: 0.27, rate: 0.66, score: 3.8 },
      },
    ],
  },
]
