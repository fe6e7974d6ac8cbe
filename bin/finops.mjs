#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

// TypeScript runs as it is from Node 22.18 on; for an older one the repository brings its own Node along.
if (process.features.typescript) {
  hideTypeStrippingWarning()
  const { main } = await import('../src/cli.ts')
  await main(process.argv)
} else {
  const node = ownNode()
  if (node) runWith(node)
  else {
    process.stderr.write(
      `finops: Node ${process.versions.node}에서는 실행할 수 없습니다. Node 22.18 이상을 쓰거나 이 폴더에서 npm ci를 실행해 주세요.\n`,
    )
    process.exitCode = 1
  }
}

function ownNode() {
  try {
    const path = createRequire(import.meta.url).resolve('node/bin/node')
    return existsSync(path) && path !== process.execPath ? path : null
  } catch {
    return null
  }
}

function runWith(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl-C to the child as well; twice would mean "at once".
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)))
  }
  child.on('error', (error) => {
    process.stderr.write(`finops: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}

function hideTypeStrippingWarning() {
  const emit = process.emitWarning
  process.emitWarning = (warning, ...rest) => {
    if (!String(warning).includes('Type Stripping is an experimental feature')) emit.call(process, warning, ...rest)
  }
}
