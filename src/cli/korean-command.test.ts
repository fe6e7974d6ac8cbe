import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { runProgram } from './program.ts'

async function refusal(line: string): Promise<{ code: number; said: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await runProgram({
    place: 'own-process',
    argv: line.split(' ').filter(Boolean),
    io: { stdin: new PassThrough(), stdout, stderr, isTerminal: false, cwd: '/', signal: new AbortController().signal },
    readConfig,
    withRuntime: () => Promise.reject(new Error('not reached')),
    commandsIn: () => async () => 0,
  })
  return { code, said: String(stderr.read() ?? '') }
}

const wrong: [string, string][] = [
  ['bogus', '‘bogus’ 명령이 없습니다.\n'],
  ['serv', '‘serv’ 명령이 없습니다. 혹시 serve 인가요?\n'],
  ['user creat', '‘creat’ 명령이 없습니다. 혹시 create 인가요?\n'],
  ['collect --tem x', '‘--tem’ 옵션이 없습니다. 혹시 --team 인가요?\n'],
  ['backup', '<파일>을(를) 지정하지 않았습니다.\n'],
  ['collect --team', '‘--team <팀>’ 옵션의 값을 지정하지 않았습니다.\n'],
  ['user create --name a', '‘--email <주소>’ 옵션은 꼭 지정해야 합니다.\n'],
  ['backup a b', '지정한 값이 너무 많습니다.'],
  ['collect --from 어제', '‘--from <날짜>’에 ‘어제’ 값을 쓸 수 없습니다. 2026-11-23과 같은 날짜여야 합니다.\n'],
  ['simulate --scenario x', '값을 쓸 수 없습니다. steady, runaway, late-bill, flaky 중에서 골라 주세요.\n'],
  ['keys', '사용법: finops keys'],
]

test.each(wrong)('`finops %s` is refused in Korean as wrong usage', async (line, sentence) => {
  const { code, said } = await refusal(line)
  expect(code).toBe(2)
  expect(said).toContain(sentence)
  expect(said).not.toMatch(/error:|unknown|missing|invalid|Did you mean/)
})

test('help that was asked for is no failure', async () => {
  expect(await refusal('--help')).toEqual({ code: 0, said: '' })
})
