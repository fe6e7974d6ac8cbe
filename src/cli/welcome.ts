import type { Writable } from 'node:stream'

const SETUP_CODE = /"msg":"setup code: ([^"\s]+)"/

/** Passes the log on and remembers the last setup code that went by: asking for another would make that one worthless. */
export function watchSetupCode(destination: Writable): { write(line: string): void; lastCode(): string | null } {
  let code: string | null = null
  return {
    write(line) {
      code = SETUP_CODE.exec(line)?.[1] ?? code
      destination.write(line)
    },
    lastCode: () => code,
  }
}

/** Between the log lines, for the person who has just started it. */
export function welcome(url: string, setupCode: string | null): string {
  const lines = [`${url} 에서 실행 중입니다. 멈추려면 Ctrl-C를 누르세요.`]
  if (setupCode) lines.push(`첫 관리자 코드: ${setupCode} — ${url}/setup 에서 입력해 주세요`)
  return `\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`
}

export function isTerminal(stream: Writable): boolean {
  return 'isTTY' in stream && stream.isTTY === true
}
