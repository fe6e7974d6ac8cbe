import type { Runtime } from '../app.ts'
import type { RunCommand } from '../platform/control/server.ts'
import { runProgram } from './program.ts'

/** Commands of other processes, run on the live workspace of the server that owns the data directory. */
export function commandsIn(runtime: Runtime): RunCommand {
  return ({ argv }, io) =>
    runProgram({
      place: 'server',
      argv,
      io,
      readConfig: () => runtime.config,
      withRuntime: (use) => use(runtime),
      commandsIn,
    })
}
