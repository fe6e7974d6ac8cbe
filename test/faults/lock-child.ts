import { once } from 'node:events'
import { DirectoryInUse, lockDirectory } from '../../src/platform/db/directory-lock.ts'

// Started by lock.test.ts: takes the lock at the word, says how it went, and holds it until its input ends.
const directory = process.argv[2] ?? ''
process.stdout.write('ready\n')
await once(process.stdin, 'data')
try {
  await lockDirectory(directory)
  process.stdout.write('owner\n')
} catch (error) {
  process.stdout.write(error instanceof DirectoryInUse ? 'refused\n' : `${String(error)}\n`)
}
process.stdin.resume()
await once(process.stdin, 'end')
process.exit()
