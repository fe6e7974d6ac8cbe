import { createInterface } from 'node:readline/promises'
import { recordAction } from '../actions/record.ts'
import type { Runtime } from '../app.ts'
import type { Config } from '../config.ts'
import { commandActor } from '../people/actor.ts'
import { systemClock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { readSecretOwners } from '../platform/db/diagnosis.ts'
import { migrate, readMigrations } from '../platform/db/migrate.ts'
import { readKeyFile } from '../platform/vault/key-file.ts'
import { createVault, type Vault } from '../platform/vault/vault.ts'
import { providerKeyOwner } from '../teams/index.ts'
import { openWorkspaceDatabase } from './database.ts'
import { CommandFailed, printLine, type Session, WrongUsage } from './session.ts'
import { countOtherProcesses, endAllSessions } from './store.ts'

const WORD = 'abandon'
const SESSION_SECRET = 'workspace:session-cookies'
const STOP_FIRST = '서버가 실행 중이어서 아무것도 바꾸지 않았습니다. 먼저 서버를 멈추고 다시 실행해 주세요.'

/**
 * For a master key that is lost for good. First what no key opens goes, in one transaction; the product starts again from
 * there. Then every Admin key without its secret becomes broken. Killed in between, running it again does the rest.
 */
export async function abandonKeys(session: Session, { yes }: { yes: boolean }): Promise<void> {
  // A server that was started in the meantime has this command go on inside it.
  const removed =
    session.place === 'server' ? 0 : await openWorkspaceDatabase(session, STOP_FIRST, (db) => abandon(db, session, yes))
  await session.withRuntime(async (runtime) => {
    const marked = await markUnreadable(runtime)
    const lost = await projectsWithoutTheirKey(runtime)
    if (removed === 0 && marked.length === 0 && lost.length === 0) {
      throw new CommandFailed('저장된 비밀을 지금 마스터 키로 모두 열 수 있습니다. 아무것도 바꾸지 않았습니다.')
    }
    for (const line of nextSteps(marked, lost)) printLine(session.io, line)
  })
}

async function abandon(database: Database, session: Session, yes: boolean): Promise<number> {
  const { db, kind, pool } = database
  if (kind === 'postgres' && (await countOtherProcesses(db)) > 0) throw new CommandFailed(STOP_FIRST)
  await migrate(pool, await readMigrations())
  const { masterKey, nextMasterKey, awsEndpointUrl } = session.readConfig()
  const vault = createVault({ db, clock: systemClock, masterKey, nextKey: nextMasterKey, awsEndpointUrl })
  const losses = await vault.findLosses()
  if (losses.keyIds.length === 0) return 0
  printLine(
    session.io,
    `저장된 비밀 ${losses.total}개 중 ${losses.owners.length}개를 지금 마스터 키로 열 수 없습니다. 필요한 마스터 키는 ${losses.keyIds.join(', ')}입니다.`,
  )
  await requireKeyFile(masterKey)
  await confirm(session, yes)
  const { keyId, owners } = await removeLost(database, vault, losses.keyIds)
  printLine(session.io, `열 수 없는 비밀 ${owners.length}개를 지웠습니다. 이제 마스터 키는 ${keyId}입니다.`)
  return 1
}

async function removeLost({ db }: Database, vault: Vault, keyIds: readonly string[]) {
  return db.transaction().execute(async (tx) => {
    const { keyId, owners } = await vault.abandonLost(tx)
    if (owners.includes(SESSION_SECRET)) await endAllSessions(tx)
    await recordAction(tx, {
      at: systemClock.now(),
      kind: 'secrets.abandoned',
      actor: commandActor,
      subject: keyId,
      reason: `마스터 키를 잃어 열 수 없는 비밀 ${owners.length}개를 지웠습니다. (finops keys abandon)`,
      before: { masterKeys: keyIds },
      after: { masterKey: keyId, removedSecrets: owners },
    })
    return { keyId, owners }
  })
}

/** A file that the operator names is the operator's to make. */
async function requireKeyFile(source: Config['masterKey']): Promise<void> {
  if (source.from !== 'file' || (await readKeyFile(source.path))) return
  throw new CommandFailed(
    `MASTER_KEY_FILE의 파일(${source.path})이 없어 아무것도 바꾸지 않았습니다. 새 마스터 키 파일을 먼저 만들어 주세요: (umask 077; openssl rand -base64 32 > ${source.path})`,
  )
}

async function confirm({ io }: Session, yes: boolean): Promise<void> {
  if (yes) return
  if (!io.isTerminal) throw new WrongUsage('되돌릴 수 없는 명령입니다. 터미널에서 실행하거나 --yes를 붙여 주세요.')
  io.stderr.write(
    [
      '이 비밀을 지우면 되돌릴 수 없습니다. 그 마스터 키를 찾을 수 있다면 지우지 말고 그 키로 시작해 주세요.',
      '비용, 팀, 프로젝트, Project ID 연결은 그대로 남습니다. Admin API 키와 프로젝트의 OpenAI 키는 다시 등록하고 모두 다시 로그인해야 합니다.',
      `계속하려면 ${WORD} 를 입력해 주세요: `,
    ].join('\n'),
  )
  const lines = createInterface({ input: io.stdin })
  const onAbort = () => lines.close()
  io.signal.addEventListener('abort', onAbort, { once: true })
  try {
    for await (const line of lines) {
      if (line.trim() === WORD) return
      break
    }
  } finally {
    io.signal.removeEventListener('abort', onAbort)
    lines.close()
  }
  throw new CommandFailed('아무것도 바꾸지 않았습니다.')
}

/** A look at a key whose secret is gone marks it, and queues the message to its team like any other broken key. */
async function markUnreadable({ teams, database }: Runtime): Promise<{ teamName: string; last4: string }[]> {
  const sealed = new Set(await readSecretOwners(database.pool))
  const teamNames = new Map((await teams.teams.list(commandActor, false)).map(({ id, name }) => [id, name]))
  const marked = []
  for (const { id, teamId, last4 } of await teams.keyDesk.collectableKeys()) {
    if (sealed.has(`admin_keys:${id}`)) continue
    await teams.adminKeys.test(commandActor, id)
    marked.push({ teamName: teamNames.get(teamId) ?? teamId, last4 })
  }
  return marked
}

/** Projects whose OpenAI key for the gateway is gone: their calls are refused until it is entered again. */
async function projectsWithoutTheirKey({ teams, database }: Runtime): Promise<{ name: string; last4: string }[]> {
  const sealed = new Set(await readSecretOwners(database.pool))
  const lost = (await teams.providerKeys.stored(database.db)).filter(
    ({ projectId }) => !sealed.has(providerKeyOwner(projectId)),
  )
  return Promise.all(
    lost.map(async ({ projectId, lastFour }) => {
      const { name } = await teams.projects.get(commandActor, projectId)
      return { name, last4: lastFour }
    }),
  )
}

function nextSteps(
  marked: readonly { teamName: string; last4: string }[],
  lost: readonly { name: string; last4: string }[],
): string[] {
  const keys = marked.map(({ teamName, last4 }) => `- ${teamName}: …${last4}`)
  const openAiKeys = lost.map(({ name, last4 }) => `- ${name}: …${last4}`)
  const again = [
    ...(keys.length > 0 ? [['각 팀 설정에서 아래 Admin API 키를 교체합니다.', ...keys]] : []),
    ...(openAiKeys.length > 0 ? [['각 프로젝트 설정에서 아래 OpenAI 키를 교체합니다.', ...openAiKeys]] : []),
  ]
  return [
    '비용, 팀, 프로젝트, Project ID 연결은 그대로입니다.',
    '다음에 할 일:',
    '1. 새 마스터 키를 백업과 다른 곳에 보관합니다.',
    '2. 서버를 시작하고 다시 로그인합니다.',
    ...again.flatMap(([step, ...names], index) => [`${3 + index}. ${step}`, ...names]),
  ]
}
