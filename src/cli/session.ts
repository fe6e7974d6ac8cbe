import type { Runtime } from '../app.ts'
import type { Config } from '../config.ts'
import type { CommandIo } from '../platform/control/io.ts'
import type { RunCommand } from '../platform/control/server.ts'

/** Where a command runs: in the process that was started for it, or inside the server that owns the data directory. */
export type Session = {
  place: 'own-process' | 'server'
  argv: readonly string[]
  io: CommandIo
  readConfig(): Config
  /** Hands over an open workspace: the server's own where it holds the data, in this process otherwise. */
  withRuntime(use: (runtime: Runtime) => Promise<void>): Promise<void>
  /** How a server that this command starts runs the commands of other processes. */
  commandsIn(runtime: Runtime): RunCommand
}

/** What could not be done, as a Korean sentence. Exit code 1. */
export class CommandFailed extends Error {}

/** A command that cannot be meant. Exit code 2. */
export class WrongUsage extends Error {}

/** The command has run elsewhere and ended with this code. */
export class EndedWith extends Error {
  readonly code: number

  constructor(code: number) {
    super(`exit code ${code}`)
    this.code = code
  }
}

export function printLine(io: Pick<CommandIo, 'stdout'>, line: string): void {
  io.stdout.write(`${line}\n`)
}
