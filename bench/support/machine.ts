import { cpus, loadavg, totalmem } from 'node:os'

export function machine() {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryMegabytes: Math.round(totalmem() / 1_048_576),
    loadAtStart: loadavg().map((load) => Number(load.toFixed(2))),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  }
}
