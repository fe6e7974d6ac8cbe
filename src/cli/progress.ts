import type { CommandIo } from '../platform/control/io.ts'

export type Progress = { label: string; done: number; total: number; note: string }

const WIDTH = 28

/** One line that is drawn over itself. Written to stderr, so that stdout stays what the command is asked for. */
export function createProgressBar(io: CommandIo): { show(progress: Progress): void; end(): void } {
  let isDrawn = false
  return {
    show({ label, done, total, note }) {
      if (!io.isTerminal) return
      const share = total === 0 ? 1 : Math.min(1, done / total)
      const filled = Math.round(share * WIDTH)
      const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
      io.stderr.write(`\r\u001b[K${label} ${bar} ${Math.floor(share * 100)}% ${note}`)
      isDrawn = true
    },
    end() {
      if (isDrawn) io.stderr.write('\r\u001b[K')
      isDrawn = false
    },
  }
}
