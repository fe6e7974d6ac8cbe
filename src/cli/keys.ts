import type { Command } from 'commander'
import { recordAction } from '../actions/record.ts'
import { commandActor } from '../people/actor.ts'
import { createProgressBar } from './progress.ts'
import { printLine, type Session } from './session.ts'

export function addKeys(program: Command, session: Session): void {
  const keys = program.command('keys').description('마스터 키를 관리합니다')
  keys
    .command('rotate')
    .description('저장된 모든 비밀을 새 마스터 키로 다시 암호화합니다 (중간에 멈춰도 다시 실행하면 이어집니다)')
    .action(() =>
      session.withRuntime(async (runtime) => {
        const bar = createProgressBar(session.io)
        const { keyId, rewrapped } = await runtime.vault
          .rotate(null, {
            onProgress: ({ done, total }) => bar.show({ label: '비밀', done, total, note: `${done}/${total}` }),
          })
          .finally(bar.end)
        await runtime.database.db.transaction().execute((tx) =>
          recordAction(tx, {
            at: runtime.clock.now(),
            kind: 'secrets.rotated',
            actor: commandActor,
            subject: keyId,
            after: { keyId, rewrapped },
          }),
        )
        printLine(session.io, `비밀 ${rewrapped}개를 새 마스터 키(${keyId})로 다시 암호화했습니다.`)
      }),
    )
}
