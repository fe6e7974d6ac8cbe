import { commandsIn } from './cli/in-server.ts'
import { ownProcessSession } from './cli/own-process.ts'
import { runProgram } from './cli/program.ts'
import type { CommandIo } from './platform/control/io.ts'

/** `finops <command>`. The exit code is set, not forced, so that everything written still leaves the process. */
export async function main(argv: readonly string[]): Promise<void> {
  const abort = new AbortController()
  // The first signal asks to end well; the second one ends.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort())
  const io: CommandIo = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    isTerminal: process.stderr.isTTY === true && process.stdout.isTTY === true,
    cwd: process.cwd(),
    signal: abort.signal,
  }
  // `| head` has read enough; nobody is left to be told.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  process.exitCode = await runProgram(ownProcessSession(argv.slice(2), io, commandsIn))
  // A terminal that was asked for a password would keep the process waiting.
  process.stdin.destroy()
}
