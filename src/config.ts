import { resolve } from 'node:path'
import { z } from 'zod'

/** Everything the product reads from its environment. A wrong value names its variable and what it expects. */
const boolean = z.enum(['true', 'false', '1', '0', '']).transform((text) => text === 'true' || text === '1')
const url = (protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `${protocols.map((protocol) => `${protocol}//…`).join(' or ')}`,
  })
const timeZone = z.string().refine(isTimeZone, { message: 'an IANA time zone such as Asia/Seoul' })

const Environment = z.object({
  PORT: z.coerce.number({ error: 'a port number 0–65535' }).int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  MASTER_KEY: z.string().optional(),
  MASTER_KEY_FILE: z.string().optional(),
  KMS_KEY_ID: z.string().optional(),
  MASTER_KEY_NEXT: z.string().optional(),
  KMS_KEY_ID_NEXT: z.string().optional(),
  AWS_ENDPOINT_URL: url(['http:', 'https:']).optional(),
  OPENAI_BASE_URL: url(['http:', 'https:']).default('https://api.openai.com/v1'),
  ALLOW_CUSTOM_BASE_URL: boolean.default(false),
  // At most ten minutes: a poll counts as overdue after a quarter of an hour.
  USAGE_POLL_SECONDS: z.coerce.number({ error: 'seconds, 5–600' }).int().min(5).max(600).default(300),
  USAGE_LAG_SECONDS: z.coerce.number({ error: 'seconds, 0–3600' }).int().min(0).max(3_600).default(300),
  RETENTION_DAYS_CALLS: z.coerce.number({ error: 'days, 1–3650' }).int().min(1).max(3_650).default(90),
  SPOOL_MAX_MB: z.coerce.number({ error: 'megabytes, 1–1048576' }).int().min(1).max(1_048_576).default(1_024),
  SMTP_URL: url(['smtp:', 'smtps:']).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  TZ_DISPLAY: timeZone.default('Asia/Seoul'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TRUST_PROXY: boolean.default(false),
})

export type Config = {
  port: number
  host: string
  publicUrl: string
  secure: boolean
  databaseUrl: string | null
  dataDir: string
  masterKey:
    | { from: 'variable'; value: string }
    | { from: 'file'; path: string }
    | { from: 'kms'; keyId: string }
    | { from: 'generated'; path: string }
  /** Where `finops keys rotate` goes to; a generated or given file needs none. */
  nextMasterKey: { from: 'variable'; value: string } | { from: 'kms'; keyId: string } | null
  awsEndpointUrl: string | null
  openaiBaseUrl: string
  allowCustomBaseUrl: boolean
  /** Between two looks at the usage of an organization; near a limit it is a minute at most. */
  usagePollSeconds: number
  /** How late usage comes at the provider: an earlier reading does not prove that nothing is called any more. */
  usageLagSeconds: number
  /** How long single calls are kept; their sums stay. */
  callRetentionDays: number
  /** How much of the disk calls may take that wait for the database. */
  spoolMaxMegabytes: number
  smtpUrl: string | null
  mailFrom: string
  displayTimeZone: string
  logLevel: z.infer<typeof Environment>['LOG_LEVEL']
  trustProxy: boolean
}

export class ConfigError extends Error {}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Environment.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(describeIssue).join('\n'))
  const values = parsed.data
  refuseContradictions(values)
  const dataDir = resolve(values.DATA_DIR)
  const publicUrl = (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, '')
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl,
    secure: publicUrl.startsWith('https:'),
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir,
    masterKey: masterKeySource(values, dataDir),
    nextMasterKey: nextMasterKeySource(values),
    awsEndpointUrl: values.AWS_ENDPOINT_URL ?? null,
    openaiBaseUrl: values.OPENAI_BASE_URL.replace(/\/+$/, ''),
    allowCustomBaseUrl: values.ALLOW_CUSTOM_BASE_URL,
    usagePollSeconds: values.USAGE_POLL_SECONDS,
    usageLagSeconds: values.USAGE_LAG_SECONDS,
    callRetentionDays: values.RETENTION_DAYS_CALLS,
    spoolMaxMegabytes: values.SPOOL_MAX_MB,
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.MAIL_FROM ?? 'finops-for-ai <no-reply@localhost>',
    displayTimeZone: values.TZ_DISPLAY,
    logLevel: values.LOG_LEVEL,
    trustProxy: values.TRUST_PROXY,
  }
}

function masterKeySource(values: z.infer<typeof Environment>, dataDir: string): Config['masterKey'] {
  if (values.MASTER_KEY) return { from: 'variable', value: values.MASTER_KEY }
  if (values.MASTER_KEY_FILE) return { from: 'file', path: resolve(values.MASTER_KEY_FILE) }
  if (values.KMS_KEY_ID) return { from: 'kms', keyId: values.KMS_KEY_ID }
  return { from: 'generated', path: resolve(dataDir, 'master.key') }
}

function nextMasterKeySource(values: z.infer<typeof Environment>): Config['nextMasterKey'] {
  if (values.MASTER_KEY_NEXT) return { from: 'variable', value: values.MASTER_KEY_NEXT }
  return values.KMS_KEY_ID_NEXT ? { from: 'kms', keyId: values.KMS_KEY_ID_NEXT } : null
}

function refuseContradictions(values: z.infer<typeof Environment>): void {
  const keys = (['MASTER_KEY', 'MASTER_KEY_FILE', 'KMS_KEY_ID'] as const).filter((name) => values[name])
  if (keys.length > 1) throw new ConfigError(`${keys.join(', ')}: give only one of them`)
  for (const name of ['MASTER_KEY', 'MASTER_KEY_NEXT'] as const) {
    const value = values[name]
    if (value && !/^(?:[0-9a-f]{64}|[A-Za-z0-9+/_-]{43}=?)$/i.test(value)) {
      throw new ConfigError(`${name}: expects 32 bytes as 64 hex digits or base64`)
    }
  }
  if (values.MASTER_KEY_NEXT && values.KMS_KEY_ID_NEXT) {
    throw new ConfigError('MASTER_KEY_NEXT, KMS_KEY_ID_NEXT: give only one of them')
  }
  const loopback = ['127.0.0.1', 'localhost', '::1'].includes(values.HOST)
  if (!loopback && !values.TRUST_PROXY) {
    throw new ConfigError(
      'HOST: plain HTTP is served on loopback only; set TRUST_PROXY=true behind a proxy that ends TLS',
    )
  }
  if (values.SMTP_URL && !values.MAIL_FROM) throw new ConfigError('MAIL_FROM: needed with SMTP_URL')
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const options =
    issue.code === 'invalid_value'
      ? ` one of ${issue.values.filter((value) => value !== '').join(', ')}`
      : ` ${issue.message}`
  return `${issue.path.join('.')}: expects${options}`
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('ko-KR', { timeZone: text })
    return true
  } catch {
    return false
  }
}
