import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { findPostgresBinaries } from '../../scripts/postgres/binaries.ts'

export function machine() {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryMegabytes: Math.round(totalmem() / 1_048_576),
    loadAtStart: loadavg().map((load) => Number(load.toFixed(2))),
    node: process.version,
    postgres: execFileSync(join(findPostgresBinaries(), 'postgres'), ['--version'], { encoding: 'utf8' }).trim(),
    platform: `${process.platform} ${process.arch}`,
  }
}
