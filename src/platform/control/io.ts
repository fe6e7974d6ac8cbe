import type { Readable, Writable } from 'node:stream'

/** What a command talks to: this process's own terminal, or that of another process at the other end of the control socket. */
export type CommandIo = {
  stdin: Readable
  stdout: Writable
  stderr: Writable
  /** Whether a person watches: a progress bar is drawn there, a line per step otherwise. */
  isTerminal: boolean
  /** Relative paths of the caller start here. */
  cwd: string
  /** Aborted by Ctrl-C, or when the caller is gone. */
  signal: AbortSignal
}

export type ControlRequest = { argv: string[]; cwd: string; isTerminal: boolean }

export function parseRequest(bytes: Uint8Array): ControlRequest | null {
  try {
    const given: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return isRequest(given) ? given : null
  } catch {
    return null
  }
}

function isRequest(given: unknown): given is ControlRequest {
  return (
    typeof given === 'object' &&
    given !== null &&
    'argv' in given &&
    Array.isArray(given.argv) &&
    given.argv.every((argument) => typeof argument === 'string') &&
    'cwd' in given &&
    typeof given.cwd === 'string' &&
    'isTerminal' in given &&
    typeof given.isTerminal === 'boolean'
  )
}
