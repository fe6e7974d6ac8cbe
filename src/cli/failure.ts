import { CommanderError } from 'commander'
import { ConfigError } from '../config.ts'
import { BackupError, type BackupProblem } from '../platform/backup/format.ts'
import { ServerTooOld } from '../platform/db/database.ts'
import { DirectoryInUse } from '../platform/db/directory-lock.ts'
import { WrongMajor } from '../platform/db/embedded.ts'
import { DatabaseTooNew, MigrationChanged } from '../platform/db/migrate.ts'
import { AppError } from '../platform/errors.ts'
import { hideSecrets } from '../platform/log.ts'
import { VaultError, type VaultProblem } from '../platform/vault/vault-error.ts'
import { WebBuildFailed } from '../platform/web-build.ts'
import { CommandFailed, EndedWith, WrongUsage } from './session.ts'

export type Failure = { code: number; sentence: string | null }

/** Translates whatever ended a command into its exit code and what to say about it. */
export async function failureOf(error: unknown): Promise<Failure> {
  if (error instanceof EndedWith) return { code: error.code, sentence: null }
  if (error instanceof CommanderError) return usageFailure(error)
  if (error instanceof WrongUsage) return { code: 2, sentence: error.message }
  return { code: 1, sentence: hideSecrets(await sentenceOf(error)) }
}

/** Commander has already written what is wrong with the words. Help that nobody asked for stands for a missing command. */
function usageFailure(error: CommanderError): Failure {
  return { code: error.exitCode === 0 ? 0 : 2, sentence: null }
}

async function sentenceOf(error: unknown): Promise<string> {
  if (error instanceof CommandFailed) return error.message
  if (error instanceof ConfigError) return `설정이 올바르지 않아 시작하지 않았습니다.\n${error.message}`
  if (error instanceof AppError) {
    const { words } = await import('../http.ts')
    const { sentenceFor } = await import('../platform/http/words.ts')
    return sentenceFor(words, error.code, error.params)
  }
  if (error instanceof BackupError) return `${BACKUP[error.problem]} (${error.message})`
  if (error instanceof VaultError) return `${VAULT[error.problem]} (${error.message})`
  if (error instanceof WebBuildFailed) {
    return `화면을 빌드하지 못했습니다. npm ci를 실행한 뒤 다시 시작해 주세요.\n${error.message}`
  }
  return databaseSentence(error) ?? systemSentence(error) ?? `끝내지 못했습니다: ${messageOf(error)}`
}

function databaseSentence(error: unknown): string | null {
  if (error instanceof DirectoryInUse) {
    return `다른 프로세스가 ${error.message} 폴더를 사용하고 있어 아무것도 열지 않았습니다. 먼저 그 서버를 멈춰 주세요.`
  }
  if (error instanceof WrongMajor) {
    return `내장 데이터베이스가 다른 주 버전(PostgreSQL ${error.message})으로 만들어져 열지 않았습니다. 만든 버전으로 finops backup을 실행하고, 새 폴더에 finops restore로 복원해 주세요.`
  }
  if (error instanceof ServerTooOld) return 'PostgreSQL 15 이상이 필요합니다. DATABASE_URL의 서버를 확인해 주세요.'
  if (error instanceof DatabaseTooNew) {
    return `데이터베이스가 이 버전보다 새롭습니다(${error.message}). 더 새로운 버전으로 실행해 주세요.`
  }
  if (error instanceof MigrationChanged) {
    return `이미 적용된 마이그레이션의 내용이 다릅니다(${error.message}). 받은 그대로의 버전으로 실행해 주세요.`
  }
  return null
}

function systemSentence(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE')
    return `이 포트를 이미 다른 프로그램이 쓰고 있습니다. PORT를 바꿔 주세요. (${messageOf(error)})`
  if (code === 'ECONNREFUSED') return `연결하지 못했습니다. 주소와 서버 상태를 확인해 주세요. (${messageOf(error)})`
  if (code === 'ENOENT') return `파일이나 폴더를 찾지 못했습니다. (${messageOf(error)})`
  if (code === 'EISDIR') return `파일이 아니라 폴더입니다. 파일의 이름을 지정해 주세요. (${messageOf(error)})`
  if (code === 'ENOTDIR') return `경로의 중간에 폴더가 아닌 것이 있습니다. (${messageOf(error)})`
  if (code === 'EROFS') return `읽기만 할 수 있는 곳입니다. 다른 곳을 지정해 주세요. (${messageOf(error)})`
  if (code === 'EACCES' || code === 'EPERM') return `권한이 없습니다. (${messageOf(error)})`
  if (code === 'ENOSPC') return '디스크에 남은 공간이 없습니다. 공간을 비우고 다시 실행해 주세요.'
  return null
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // A refused connection to a name with several addresses has no message of its own.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  return error.message || error.name
}

const BACKUP: Readonly<Record<BackupProblem, string>> = {
  'not-a-backup': 'finops 백업 파일이 아닙니다. 바뀐 내용은 없습니다.',
  damaged: '백업 파일이 손상되어 복원하지 않았습니다. 바뀐 내용은 없습니다. 다른 백업 파일로 다시 실행해 주세요.',
  'too-new': '이 버전보다 새로운 버전에서 만든 백업입니다. 바뀐 내용은 없습니다. 더 새로운 버전으로 복원해 주세요.',
  'other-migrations':
    '데이터베이스의 구조가 백업과 다릅니다. 바뀐 내용은 없습니다. 비어 있는 새 데이터베이스에 복원해 주세요.',
  'not-empty':
    '이미 사용 중인 워크스페이스에는 복원하지 않습니다. 바뀐 내용은 없습니다. 비어 있는 데이터베이스에 복원해 주세요.',
}

const WAY_OUT = '키를 아주 잃어 되찾을 수 없으면 finops keys abandon을 실행해 주세요.'

const VAULT: Readonly<Record<VaultProblem, string>> = {
  'wrong-master-key': `저장된 비밀을 암호화한 마스터 키가 아니어서 시작하지 않았습니다. 바뀐 내용은 없습니다. 그때 쓴 마스터 키를 지정해 주세요. 키 교체를 끝내지 않았다면 이전 키와 함께 finops keys rotate를 다시 실행해 주세요. ${WAY_OUT}`,
  'secret-missing': '저장된 비밀이 없습니다.',
  'secret-damaged': '저장된 비밀이 손상되었습니다. 키를 다시 등록해 주세요.',
  'key-file-missing': `마스터 키 파일이 없어 시작하지 않았습니다. 저장된 비밀이 있으므로 새로 만들지 않았습니다. 파일을 되돌려 놓아 주세요. ${WAY_OUT}`,
  'key-file-open': '마스터 키 파일을 다른 사용자가 읽을 수 있습니다. 권한을 0600으로 바꿔 주세요.',
  'key-file-invalid': `마스터 키 파일의 내용이 올바르지 않아 시작하지 않았습니다. 보관해 둔 파일로 바꿔 주세요. 되찾을 수 없으면 이 파일을 다른 곳으로 옮기고 finops keys abandon을 실행해 주세요.`,
  'key-file-unwritable': '마스터 키 파일을 쓰지 못했습니다. 폴더의 권한을 확인해 주세요.',
  'rotation-unfinished':
    '마스터 키 파일은 없지만 끝나지 않은 키 교체의 새 키 파일이 남아 있습니다. 바뀐 내용은 없습니다. 그 파일의 이름을 마스터 키 파일의 이름으로 바꾼 뒤 다시 실행해 주세요.',
  'new-key-needed':
    '새 마스터 키가 필요합니다. MASTER_KEY_NEXT 또는 KMS_KEY_ID_NEXT를 지정해 주세요. 바뀐 내용은 없습니다.',
  'same-key': '새 마스터 키가 지금 키와 같습니다. 바뀐 내용은 없습니다. 다른 키를 지정해 주세요.',
  'kms-failed': 'AWS KMS를 사용하지 못했습니다. KMS_KEY_ID와 권한을 확인해 주세요.',
}
