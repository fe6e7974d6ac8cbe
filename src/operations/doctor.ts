import type { OpenReservations } from '../limits/index.ts'
import type { Clock } from '../platform/clock.ts'
import { HOUR, SECOND } from '../platform/clock.ts'
import type { DatabaseFacts } from '../platform/db/diagnosis.ts'
import { usd } from '../platform/korean/amounts.ts'

/** One line of `finops doctor`. */
export type Finding = { name: string; ok: boolean; sentence: string }

/** What the doctor may ask. Each answers, or throws when it cannot. */
export type DoctorDeps = {
  clock: Clock
  databaseKind: 'embedded' | 'postgres'
  database(): Promise<DatabaseFacts>
  knownMigrations(): Promise<string[]>
  /** Null: there is no database to ask. */
  secretOwners: (() => Promise<string[]>) | null
  openSecret(owner: string): Promise<unknown>
  openaiBaseUrl: string
  /** Where Slack webhooks lead, without their secrets. */
  webhookOrigins(): Promise<string[]>
  /** Null: no mail server is configured. */
  verifyMail: (() => Promise<unknown>) | null
  freeBytes(): Promise<number>
  /** Calls that wait on the disk for the database. */
  spool(): Promise<{ bytes: number; setAsideBytes: number; maxBytes: number }>
  /** Room kept of hard limits for calls under way. Null: there is no database to ask. */
  reservations: (() => Promise<OpenReservations>) | null
  /** Null: the product could not be opened, so nobody knows its jobs. */
  failedJobs: (() => Promise<{ title: string; detail: string | null }[]>) | null
}

const OLD_RESERVATION_MS = HOUR
const MOST_SKEW_MS = 30 * SECOND
const LEAST_FREE_BYTES = 1024 ** 3
const REQUEST_TIMEOUT_MS = 10 * SECOND

/** Checks everything that a working installation needs; a check that fails never keeps the next from running. */
export async function examine(deps: DoctorDeps): Promise<Finding[]> {
  const { secretOwners, failedJobs, reservations } = deps
  return [
    ...(await examineDatabase(deps)),
    ...(secretOwners ? [await guarded('마스터 키', () => examineSecrets(deps, secretOwners))] : []),
    ...(await examineOpenAi(deps)),
    await guarded('메일', () => examineMail(deps)),
    await guarded('Slack', () => examineSlack(deps)),
    await guarded('디스크', () => examineDisk(deps)),
    await guarded('게이트웨이 스풀', () => examineSpool(deps)),
    ...(reservations ? [await guarded('하드 한도 예약', () => examineReservations(reservations))] : []),
    ...(failedJobs ? [await guarded('작업', () => examineJobs(failedJobs))] : []),
  ]
}

async function examineDatabase(deps: DoctorDeps): Promise<Finding[]> {
  try {
    const facts = await deps.database()
    const kind = deps.databaseKind === 'embedded' ? '내장 데이터베이스' : 'PostgreSQL'
    return [
      ok('데이터베이스', `${kind} ${facts.version}에 연결했습니다.`),
      examineMigrations(facts.migrations, await deps.knownMigrations()),
      examineSkew('시계(데이터베이스)', facts.now, deps.clock.now()),
    ]
  } catch (error) {
    return [
      fail('데이터베이스', `연결하지 못했습니다(${reasonOf(error)}). DATABASE_URL 또는 DATA_DIR를 확인해 주세요.`),
    ]
  }
}

function examineMigrations(applied: readonly string[], known: readonly string[]): Finding {
  const missing = known.filter((name) => !applied.includes(name))
  const unknown = applied.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    return fail(
      '마이그레이션',
      `이 버전이 모르는 마이그레이션이 있습니다(${unknown.join(', ')}). 더 새로운 버전으로 실행해 주세요.`,
    )
  }
  if (missing.length > 0) {
    return fail(
      '마이그레이션',
      `적용되지 않은 마이그레이션이 ${missing.length}개 있습니다. finops migrate를 실행해 주세요.`,
    )
  }
  return ok('마이그레이션', `${known.length}개가 모두 적용되었습니다.`)
}

function examineSkew(name: string, theirs: Date, ours: Date): Finding {
  const skewMs = Math.abs(theirs.getTime() - ours.getTime())
  const seconds = (skewMs / SECOND).toFixed(1)
  return skewMs <= MOST_SKEW_MS
    ? ok(name, `이 서버와 ${seconds}초 차이입니다.`)
    : fail(name, `이 서버와 ${seconds}초 차이가 납니다. 시각 동기화(NTP)를 확인해 주세요.`)
}

async function examineSecrets(deps: DoctorDeps, secretOwners: () => Promise<string[]>): Promise<Finding> {
  const owners = await secretOwners()
  const broken: string[] = []
  for (const owner of owners) await deps.openSecret(owner).catch(() => broken.push(owner))
  return broken.length === 0
    ? ok('마스터 키', `저장된 비밀 ${owners.length}개를 모두 열었습니다.`)
    : fail(
        '마스터 키',
        `비밀 ${owners.length}개 중 ${broken.length}개를 열지 못했습니다(${broken[0]}). 비밀을 저장할 때 쓴 마스터 키를 지정해 주세요. 키를 아주 잃었으면 finops keys abandon을 실행해 주세요.`,
      )
}

async function examineOpenAi(deps: DoctorDeps): Promise<Finding[]> {
  const before = deps.clock.now()
  try {
    // Without a key: any answer at all shows that the way is open.
    const response = await fetch(`${deps.openaiBaseUrl}/models`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    await response.body?.cancel()
    const date = Date.parse(response.headers.get('date') ?? '')
    const reachable = ok('OpenAI', `${deps.openaiBaseUrl}에 연결했습니다(HTTP ${response.status}).`)
    return Number.isNaN(date) ? [reachable] : [reachable, examineSkew('시계(OpenAI)', new Date(date), before)]
  } catch (error) {
    return [
      fail(
        'OpenAI',
        `${deps.openaiBaseUrl}에 연결하지 못했습니다(${reasonOf(error)}). 네트워크와 OPENAI_BASE_URL을 확인해 주세요.`,
      ),
    ]
  }
}

async function examineMail(deps: DoctorDeps): Promise<Finding> {
  if (!deps.verifyMail) return ok('메일', '메일 서버를 설정하지 않았습니다. 메일은 보내지 않고 화면에 보관합니다.')
  await deps.verifyMail()
  return ok('메일', '메일 서버에 로그인했습니다.')
}

/** The way there is looked at, and nothing is posted. */
async function examineSlack({ webhookOrigins }: DoctorDeps): Promise<Finding> {
  const origins = await webhookOrigins()
  const problems: string[] = []
  for (const origin of origins) {
    const asked = fetch(origin, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) })
    await asked.catch((error: unknown) => problems.push(`${origin}(${reasonOf(error)})`))
  }
  if (origins.length === 0) return ok('Slack', '연결한 Slack 채널이 없습니다.')
  return problems.length === 0
    ? ok('Slack', `${origins.join(', ')}에 연결했습니다.`)
    : fail('Slack', `${problems.join(', ')}에 연결하지 못했습니다. 네트워크와 방화벽을 확인해 주세요.`)
}

async function examineDisk(deps: DoctorDeps): Promise<Finding> {
  const free = await deps.freeBytes()
  const gigabytes = (free / 1024 ** 3).toFixed(1)
  return free >= LEAST_FREE_BYTES
    ? ok('디스크', `${gigabytes} GB가 남아 있습니다.`)
    : fail('디스크', `${gigabytes} GB만 남아 있습니다. 1 GB 이상 비워 주세요.`)
}

const NEARLY_FULL = 0.8

async function examineSpool(deps: DoctorDeps): Promise<Finding> {
  const name = '게이트웨이 스풀'
  const { bytes, setAsideBytes, maxBytes } = await deps.spool()
  const megabytes = (bytes / 1024 ** 2).toFixed(1)
  if (setAsideBytes > 0) {
    return fail(
      name,
      '데이터베이스가 받지 않아 따로 둔 호출이 있습니다. 로그와 DATA_DIR의 spool/set-aside.calls를 확인해 주세요.',
    )
  }
  return bytes < maxBytes * NEARLY_FULL
    ? ok(name, `넘기기를 기다리는 호출이 ${megabytes} MB입니다(한도 ${Math.round(maxBytes / 1024 ** 2)} MB).`)
    : fail(
        name,
        `넘기지 못한 호출이 ${megabytes} MB로 한도에 가깝습니다. 데이터베이스 연결과 SPOOL_MAX_MB를 확인해 주세요.`,
      )
}

/** A call takes minutes at most: what is open for longer is kept by a process that does not let go of it. */
async function examineReservations(reservations: NonNullable<DoctorDeps['reservations']>): Promise<Finding> {
  const name = '하드 한도 예약'
  const { open, amount, oldestSeconds, held } = await reservations()
  const kept = held > 0 ? ` 끝을 알 수 없는 호출 ${held}건의 예약은 15분 안에 풀립니다.` : ''
  if (open === 0) return ok(name, `진행 중인 호출이 없고 열린 예약도 없습니다.${kept}`)
  const sentence = `진행 중인 호출 ${open}건에 ${usd(amount)}를 예약했습니다(가장 오래된 것 ${Math.round(oldestSeconds)}초 전).`
  return oldestSeconds * SECOND < OLD_RESERVATION_MS
    ? ok(name, `${sentence}${kept}`)
    : fail(name, `${sentence} 너무 오래되었습니다. 게이트웨이 프로세스의 로그를 확인하고 다시 시작해 주세요.${kept}`)
}

async function examineJobs(failedJobs: NonNullable<DoctorDeps['failedJobs']>): Promise<Finding> {
  const failed = await failedJobs()
  const first = failed[0]
  return first
    ? fail(
        '작업',
        `마지막 실행이 실패한 작업이 ${failed.length}개 있습니다: ${first.title}(${first.detail ?? '이유 없음'}).`,
      )
    : ok('작업', '마지막 실행이 실패한 작업이 없습니다.')
}

async function guarded(name: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check()
  } catch (error) {
    return fail(name, `확인하지 못했습니다(${reasonOf(error)}).`)
  }
}

function ok(name: string, sentence: string): Finding {
  return { name, ok: true, sentence }
}

function fail(name: string, sentence: string): Finding {
  return { name, ok: false, sentence }
}

/** The innermost message: "fetch failed" alone helps nobody. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return reasonOf(error.cause)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return error.message || code || error.name
}
