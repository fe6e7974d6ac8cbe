import type { Command } from 'commander'
import { recordAction } from '../actions/record.ts'
import type { Runtime } from '../app.ts'
import { commandActor } from '../people/actor.ts'
import type { RotationResult } from '../platform/vault/rotate.ts'
import { VaultError } from '../platform/vault/vault-error.ts'
import { abandonKeys } from './abandon-keys.ts'
import { createProgressBar } from './progress.ts'
import { CommandFailed, printLine, type Session } from './session.ts'

export function addKeys(program: Command, session: Session): void {
  const keys = program.command('keys').description('마스터 키를 관리합니다')
  keys
    .command('rotate')
    .description('저장된 모든 비밀을 새 마스터 키로 다시 암호화합니다 (중간에 멈춰도 다시 실행하면 이어집니다)')
    .action(() => session.withRuntime((runtime) => rotate(runtime, session)))
  keys
    .command('abandon')
    .description('마스터 키를 아주 잃었을 때, 열 수 없는 비밀을 지우고 새 마스터 키로 시작합니다')
    .option('--yes', '묻지 않고 지웁니다 (스크립트용)', false)
    .action((options: { yes: boolean }) => abandonKeys(session, options))
}

async function rotate(runtime: Runtime, session: Session): Promise<void> {
  const { vault, database, clock } = runtime
  const bar = createProgressBar(session.io)
  const result = await vault
    .rotate(null, {
      onProgress: ({ done, total }) => {
        // Between two batches; what is done stays done.
        if (session.io.signal.aborted)
          throw new CommandFailed(`비밀 ${total}개 중 ${done}개에서 중단했습니다. 다시 실행하면 이어집니다.`)
        bar.show({ label: '비밀', done, total, note: `${done}/${total}` })
      },
    })
    .catch((error: unknown) => {
      throw needsRestart(error, session) ? new CommandFailed(RESTART_WITH_NEXT) : error
    })
    .finally(bar.end)
  const { keyId, rewrapped, formerKeyId } = result
  await database.db.transaction().execute((tx) =>
    recordAction(tx, {
      at: clock.now(),
      kind: 'secrets.rotated',
      actor: commandActor,
      subject: keyId,
      before: { keyId: formerKeyId },
      after: { keyId, rewrapped },
    }),
  )
  printLine(session.io, `비밀 ${rewrapped}개를 새 마스터 키(${keyId})로 다시 암호화했습니다.`)
  for (const line of whatNow(result, runtime, session)) printLine(session.io, line)
}

const RESTART_WITH_NEXT =
  '새 마스터 키가 필요합니다. 실행 중인 서버가 명령을 처리하므로, 서버를 MASTER_KEY_NEXT 또는 KMS_KEY_ID_NEXT와 함께 다시 시작한 뒤 실행해 주세요. 바뀐 내용은 없습니다.'

function needsRestart(error: unknown, { place }: Session): boolean {
  return place === 'server' && error instanceof VaultError && error.problem === 'new-key-needed'
}

function whatNow({ formerKeyId, formerFile }: RotationResult, { config }: Runtime, { place }: Session): string[] {
  const former = `이전 마스터 키(${formerKeyId})는 지금까지 만든 백업을 여는 데 필요합니다.`
  if (config.nextMasterKey === null) {
    const where = formerFile ? ` ${formerFile}에 남겨 두었습니다.` : ''
    return [`${former}${where} 그 백업을 보관하는 동안 함께 보관해 주세요.`]
  }
  const [name, next] =
    config.nextMasterKey.from === 'kms' ? ['KMS_KEY_ID', 'KMS_KEY_ID_NEXT'] : ['MASTER_KEY', 'MASTER_KEY_NEXT']
  const replaced = { variable: 'MASTER_KEY', kms: 'KMS_KEY_ID', file: 'MASTER_KEY_FILE', generated: null }[
    config.masterKey.from
  ]
  const drop = [next, ...(replaced && replaced !== name ? [replaced] : [])].join(', ')
  const servers = place === 'server' ? ' 서버도 그렇게 다시 시작해 주세요.' : ''
  return [
    `이제 ${next}의 값을 ${name}로 옮기고 ${drop} 설정을 지워 주세요.${servers}`,
    `${former} 그 백업을 보관하는 동안 버리지 말아 주세요.`,
  ]
}
