#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

// The product needs Node 22.12 and types that can be stripped without a flag (22.18); the repository brings its own Node along.
const [major, minor] = process.versions.node.split('.').map(Number)
const isOld = major < 22 || (major === 22 && minor < 18)

if (isOld) {
  const own = ownNode()
  if (!own) {
    process.stderr.write(
      `finops: Node ${process.versions.node}에서는 실행할 수 없습니다. Node 22.18 이상에서 실행하거나 이 폴더에서 npm ci를 실행해 주세요.\n`,
    )
    process.exit(1)
  }
  runWith(own)
} else {
  hideTypeStrippingWarning()
  const { main } = await import('../src/cli.ts')
  await main(process.argv)
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
  // The terminal sends Ctrl-C to the whole group: the child decides how to end, this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
  const { status, signal, error } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' })
  if (error) process.stderr.write(`finops: ${error.message}\n`)
  process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1)
}

function hideTypeStrippingWarning() {
  const emit = process.emitWarning
  process.emitWarning = (warning, ...rest) => {
    if (!String(warning).includes('Type Stripping is an experimental feature')) emit.call(process, warning, ...rest)
  }
}
