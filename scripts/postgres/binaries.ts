import { execFileSync } from 'node:child_process'
import { accessSync, constants, globSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

export class PostgresMissing extends Error {}

/** The folder that holds both `initdb` and `postgres`: from PATH, from pg_config, or where Debian puts it. */
export function findPostgresBinaries(): string {
  const found = candidates().find(
    (folder) => isExecutable(join(folder, 'initdb')) && isExecutable(join(folder, 'postgres')),
  )
  if (found) return found
  throw new PostgresMissing(
    'initdb was not found in PATH, by pg_config, or in /usr/lib/postgresql/*/bin. Install a PostgreSQL server (≥ 15), e.g. apt-get install postgresql.',
  )
}

function candidates(): string[] {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'initdb'))
    .filter(isExecutable)
    .map((path) => dirname(realpathSync(path)))
  const packaged = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => majorOf(b) - majorOf(a))
  return [...onPath, ...fromPgConfig(), ...packaged]
}

function fromPgConfig(): string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()]
  } catch {
    return []
  }
}

function majorOf(path: string): number {
  return Number(/\/(\d+)\/bin$/.exec(path)?.[1] ?? 0)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
