import type { Command } from 'commander'
import { CommandFailed, printLine, type Session } from './session.ts'

type Options = { email: string; name: string; admin: boolean }

const LONGEST_INPUT = 1_000

export function addUser(program: Command, session: Session): void {
  const user = program.command('user').description('사람을 관리합니다')
  user
    .command('create')
    .description('사람을 추가합니다. 비밀번호는 표준 입력으로 받습니다')
    .requiredOption('--email <주소>', '로그인에 쓸 이메일')
    .requiredOption('--name <이름>', '화면에 보일 이름')
    .option('--admin', '워크스페이스 관리자로 추가합니다', false)
    .action((options: Options) =>
      session.withRuntime(async (runtime) => {
        const password = await readPassword(session)
        const { Name } = await import('../platform/http/schemas.ts')
        const name = Name.safeParse(options.name)
        if (!name.success) throw new CommandFailed('이름은 1자 이상 100자 이하여야 하고 제어 문자를 담을 수 없습니다.')
        await runtime.people.createPerson({ ...options, name: name.data, password })
        printLine(session.io, `${options.email} 계정을 만들었습니다.`)
      }),
    )
}

/** The first line, without its end: `echo`, a here-string and a file with a trailing newline all mean the same. */
async function readPassword({ io }: Session): Promise<string> {
  if (io.isTerminal) io.stderr.write('비밀번호: ')
  const given = await firstLine(io.stdin)
  if (given === '') throw new CommandFailed('비밀번호가 비어 있습니다. 표준 입력으로 비밀번호를 넣어 주세요.')
  return given
}

async function firstLine(stdin: NodeJS.ReadableStream): Promise<string> {
  let given = ''
  for await (const chunk of stdin) {
    given += chunk.toString()
    if (given.includes('\n') || given.length > LONGEST_INPUT) break
  }
  return given.split(/\r?\n/)[0] ?? ''
}
