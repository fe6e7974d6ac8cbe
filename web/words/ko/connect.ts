import { josa } from '../josa.ts'

export const connect = {
  title: '연결 가이드',
  titleOf: (project: string) => `${project} 연결 가이드`,
  about:
    '기존 OpenAI 코드에서 주소와 키만 바꾸면 호출마다 비용, 작업, 사용자가 기록됩니다. 프롬프트와 응답 내용은 저장하지 않습니다.',
  link: '연결 가이드',
  invite: '아직 기록된 호출이 없습니다. 코드 두 줄을 바꾸면 호출마다 무엇에 얼마를 썼는지 보입니다.',
  archived: '보관된 프로젝트라서 새로 연결할 수 없습니다. 프로젝트의 보관을 먼저 해제해 주세요.',
  noGateway:
    '게이트웨이가 실행되고 있지 않습니다. 서버를 gateway 역할과 함께 시작해야 아래 주소로 호출할 수 있습니다. 관리자에게 요청해 주세요.',
  localOnly: (url: string) =>
    `${josa(url, '은/는')} 이 서버 안에서만 열리는 주소입니다. 다른 컴퓨터에서 호출하려면 관리자가 PUBLIC_URL을 설정해야 합니다.`,
  steps: { key: '1. 프로젝트 키', code: '2. 코드에 넣기', call: '3. 첫 호출' },
  key: {
    fresh:
      '방금 만든 키입니다. 아래 예시에 넣어 두었습니다. 창을 닫거나 새로 고치면 다시 볼 수 없으니 지금 복사해 두세요.',
    have: (count: number) => `사용 가능한 키가 ${count}개 있습니다. 예시의 fin_… 자리에 가지고 계신 키를 넣어 주세요.`,
    none: '먼저 키를 만들어 주세요. 만든 키는 아래 예시에 바로 들어갑니다.',
    member: '프로젝트 키는 팀장과 관리자가 만듭니다. 받은 키를 예시의 fin_… 자리에 넣어 주세요.',
    memberNone: '아직 프로젝트 키가 없습니다. 팀장에게 키를 요청해 주세요.',
    create: '키 만들기',
    createAnother: '새 키 만들기',
    manage: '키 관리',
    label: '방금 만든 프로젝트 키',
  },
  way: {
    label: '사용할 OpenAI 키',
    stored: '저장된 OpenAI 키',
    own: '내 OpenAI 키',
    storedAbout: (last4: string) =>
      `프로젝트 키만 보내면 됩니다. 게이트웨이가 저장된 OpenAI 키(…${last4})로 이어서 보냅니다.`,
    storedMissing:
      '저장된 OpenAI 키가 없어 이 방법의 호출은 거부됩니다. 프로젝트 설정에서 OpenAI 키를 먼저 저장해 주세요.',
    store: 'OpenAI 키 저장하기',
    ownAbout:
      '지금 쓰는 OpenAI 키를 그대로 보내고, 프로젝트 키는 x-finops-key 헤더에 넣습니다. 게이트웨이는 OpenAI 키를 저장하지 않습니다.',
  },
  tabs: '언어와 도구',
  codeOf: (name: string) => `${name} 예시`,
  install: '설치',
  copyCode: '코드 복사',
  sdkAbout:
    '게이트웨이를 거치지 않고, 호출이 끝난 뒤에 기록합니다. 호출을 늦추거나 막지 않으므로 차단과 하드 한도는 적용되지 않습니다.',
  otelAbout:
    '이미 gen_ai 트레이스를 만들고 있다면 내보낼 곳만 더하면 됩니다. 게이트웨이와 함께 써도 같은 호출은 한 번만 셉니다.',
  call: {
    waiting: '첫 호출을 기다리는 중',
    waitingAbout: '예시를 실행하면 이 자리에 바로 나타납니다.',
    arrived: '첫 호출이 도착했습니다',
    connected: '연결되어 있습니다',
    connectedAbout: '이 프로젝트의 마지막 호출입니다.',
    refused: '호출이 왔지만 성공하지 못했습니다',
    refusedAbout: '이유를 확인하고 다시 호출해 주세요. 성공한 호출을 계속 기다립니다.',
    lost: '서버에 연결하지 못해 확인을 멈췄습니다. 자동으로 다시 시도합니다.',
    model: '모델',
    cost: '비용',
    task: '작업 유형',
    at: '시각',
    noTask: '작업 유형 없음',
    open: '이 호출 보기',
    all: '호출 기록 보기',
    project: '프로젝트로 가기',
    trouble: '오지 않을 때',
    troubles: [
      '401 finops_key_invalid: 키가 만료되었거나 폐기되었습니다. 새 키를 만들어 주세요.',
      '401 finops_no_openai_key: 저장된 OpenAI 키가 없습니다. 저장하거나 내 OpenAI 키를 함께 보내 주세요.',
      '403 finops_blocked: 프로젝트가 차단되어 있습니다. 프로젝트 화면에서 해제를 요청해 주세요.',
      '연결 오류: 프로그램이 실행되는 곳에서 위의 주소가 열리는지 확인해 주세요.',
    ],
  },
  context: {
    title: '호출에 붙이는 정보',
    about:
      '모두 선택입니다. 붙일수록 어디에 쓴 비용인지 자세히 보입니다. 256자까지, 한글은 퍼센트 인코딩(encodeURIComponent)으로 보냅니다.',
    header: '헤더',
    meaning: '뜻',
    example: '예',
    rows: [
      {
        header: 'x-finops-task',
        meaning: '무슨 일을 시켰는지 (작업 유형). 성과와 함께 성공당 비용을 계산합니다.',
        example: 'reply-draft',
      },
      { header: 'x-finops-intent', meaning: '왜 시켰는지 (의도)', example: 'refund' },
      { header: 'x-finops-user', meaning: '누구를 위해 썼는지. 이름 대신 내부 번호를 권합니다.', example: 'user-1024' },
      { header: 'x-finops-trace', meaning: '한 요청에서 일어난 호출을 묶는 번호', example: 'req-7f3a' },
      { header: 'x-finops-meta-*', meaning: '그 밖에 남기고 싶은 값', example: 'x-finops-meta-version: 2.4' },
    ],
  },
}
