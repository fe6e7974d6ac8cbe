import type { ErrorWords } from '../platform/http/words.ts'

const waitFor = (seconds: string | number | undefined): string => {
  const count = Number(seconds)
  return count < 60 ? `${count}초` : `${Math.ceil(count / 60)}분`
}

export const peopleErrors: ErrorWords = {
  'setup-done': '이 워크스페이스는 이미 설정되었습니다. 로그인 화면에서 로그인해 주세요.',
  'setup-code-wrong':
    '설정 코드가 맞지 않습니다. 서버 로그에서 마지막에 출력된 코드를 확인해 다시 입력해 주세요. 저장된 내용은 없습니다.',
  'setup-throttled': ({ seconds }) => `설정 코드 입력 횟수가 많습니다. ${waitFor(seconds)} 뒤에 다시 시도해 주세요.`,
  'sign-in-refused': '이메일 또는 비밀번호가 맞지 않습니다. 확인하고 다시 로그인해 주세요.',
  'sign-in-throttled': ({ seconds }) =>
    `로그인에 여러 번 실패해 잠시 멈췄습니다. ${waitFor(seconds)} 뒤에 다시 시도하거나 비밀번호를 재설정해 주세요.`,
  'person-disabled': '이 계정은 사용이 중지되었습니다. 워크스페이스 관리자에게 문의해 주세요.',
  'person-exists': '같은 이메일의 계정이 이미 있습니다. 로그인하거나 팀 설정에서 팀원으로 추가해 주세요.',
  'email-invalid': '이메일 주소의 형식이 올바르지 않습니다. 확인하고 다시 입력해 주세요.',
  'name-invalid': '이름은 1자 이상 100자 이하여야 합니다. 확인하고 다시 입력해 주세요.',
  'password-unfit': '비밀번호는 12자 이상 128자 이하여야 합니다. 다른 비밀번호를 입력해 주세요.',
  'password-wrong': '현재 비밀번호가 맞지 않습니다. 비밀번호는 바뀌지 않았습니다. 다시 입력해 주세요.',
  'password-throttled': ({ seconds }) =>
    `비밀번호 확인에 여러 번 실패했습니다. 비밀번호는 바뀌지 않았습니다. ${waitFor(seconds)} 뒤에 다시 시도해 주세요.`,
  'password-not-used': '이 계정은 비밀번호로 로그인하지 않습니다. 사용하는 로그인 서비스에서 변경해 주세요.',
  'token-not-enough': '개인 토큰으로는 이 작업을 할 수 없습니다. 브라우저에서 로그인해 진행해 주세요.',
  'first-person-not-admin': '첫 번째 사용자는 관리자여야 합니다. --admin을 붙여 다시 실행해 주세요.',
  'last-admin':
    '마지막 관리자는 역할을 바꾸거나 사용을 중지할 수 없습니다. 바뀐 내용은 없습니다. 다른 관리자를 먼저 지정해 주세요.',
  'invitation-gone': '초대가 만료되었거나 이미 사용되었습니다. 초대한 분에게 새 초대를 요청해 주세요.',
  'reset-gone': '재설정 링크가 만료되었거나 이미 사용되었습니다. 비밀번호 재설정을 다시 요청해 주세요.',
  'reset-for-disabled': '사용이 중지된 계정입니다. 사용을 다시 허용한 뒤 재설정 링크를 만들어 주세요.',
  'reset-throttled': ({ seconds }) => `재설정 요청이 많습니다. ${waitFor(seconds)} 뒤에 다시 시도해 주세요.`,
  'time-zone-unknown': '알 수 없는 시간대입니다. Asia/Seoul과 같은 이름을 입력해 주세요. 바뀐 내용은 없습니다.',
}
