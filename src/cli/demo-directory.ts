import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { lockDirectory } from '../platform/db/directory-lock.ts'
import { CommandFailed } from './session.ts'

/** What marks a folder as made by the demo, and so as one that the demo may empty. */
const MARK = 'demo.json'
const App = z.object({ projectId: z.uuid(), keyId: z.uuid(), key: z.string() })
const Demo = z.object({
  password: z.string(),
  startedAt: z.iso.datetime(),
  /** By the name of their project: what its program calls with. */
  apps: z.record(z.string(), App).default({}),
})
export type Demo = z.infer<typeof Demo>

export async function readDemo(directory: string): Promise<Demo | null> {
  try {
    return Demo.parse(JSON.parse(await readFile(join(directory, MARK), 'utf8')))
  } catch {
    return null
  }
}

export async function writeDemo(directory: string, demo: Demo): Promise<void> {
  await writeFile(join(directory, MARK), JSON.stringify(demo), { mode: 0o600 })
}

/** Empties the folder of the last demo. A folder that holds anything else is refused: somebody's data are not ours to delete. */
export async function startFresh(directory: string, demo: Demo): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const lock = await lockDirectory(directory)
  try {
    const names = (await readdir(directory)).filter((name) => !/^finops[.-][0-9a-f]+\.sock$/.test(name))
    if (names.length > 0 && !names.includes(MARK)) {
      throw new CommandFailed(
        `${directory} 폴더에 시연용이 아닌 파일이 있어 지우지 않았습니다. DATA_DIR에 빈 폴더를 지정해 주세요.`,
      )
    }
    for (const name of names) await rm(join(directory, name), { recursive: true })
    await writeDemo(directory, demo)
  } finally {
    await lock.release()
  }
}
