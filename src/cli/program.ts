import { addBackup } from './backup.ts'
import { addCollect } from './collect.ts'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { addExport } from './export.ts'
import { failureOf } from './failure.ts'
import { addKeys } from './keys.ts'
import { KoreanCommand } from './korean-command.ts'
import { addMigrate } from './migrate.ts'
import { addPoll } from './poll.ts'
import { addRestore } from './restore.ts'
import { addServe } from './serve.ts'
import type { Session } from './session.ts'
import { addSimulate } from './simulate.ts'
import { addUser } from './user.ts'

const COMMANDS = [
  addServe,
  addDemo,
  addMigrate,
  addUser,
  addCollect,
  addPoll,
  addExport,
  addSimulate,
  addBackup,
  addRestore,
  addKeys,
  addDoctor,
]

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '사용법:',
  'Arguments:': '값:',
  'Options:': '옵션:',
  'Commands:': '명령:',
}

/** Runs one command line and answers its exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runProgram(session: Session): Promise<number> {
  const { io } = session
  const program = new KoreanCommand('finops')
    .description('AI 비용을 팀과 프로젝트별로 보여 주고, 과다 지출을 막습니다.')
    .helpOption('-h, --help', '도움말')
    .helpCommand('help [명령]', '명령의 도움말')
    .showHelpAfterError('사용법은 finops --help로 확인해 주세요.')
    .configureHelp({ styleTitle: (title) => TITLES[title] ?? title })
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
  for (const add of COMMANDS) add(program, session)
  try {
    await program.parseAsync([...session.argv], { from: 'user' })
    return 0
  } catch (error) {
    const { code, sentence } = await failureOf(error)
    if (sentence) io.stderr.write(`${sentence}\n`)
    return code
  }
}
