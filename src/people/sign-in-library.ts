import { randomUUID } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { DAY, MINUTE, SECOND } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import { hashPassword, verifyPassword } from './password.ts'

export type LibraryDeps = {
  db: Db
  log: Logger
  publicUrl: string
  secure: boolean
  secret: string
}

/** Set by us from the address that the HTTP server determined; never taken from the outside. */
export const ADDRESS_HEADER = 'x-finops-address'

const SESSION_LIFETIME = 7 * DAY
/** A session in use is prolonged, and its "last seen" written, at most this often. */
const SESSION_REFRESH = 5 * MINUTE

const seconds = (ms: number) => ms / SECOND

/**
 * better-auth keeps passwords, sessions and cookies, on our tables. Its own routes are never mounted: `sessions.ts`
 * calls it from behind our routes. Single sign-on comes later as `socialProviders` or a plugin here.
 */
export function createSignInLibrary(deps: LibraryDeps) {
  return betterAuth({
    appName: 'finops-for-ai',
    baseURL: deps.publicUrl,
    // Not `secret`, which BETTER_AUTH_SECRETS in the environment would override.
    secrets: [{ version: 1, value: deps.secret }],
    database: { db: deps.db, type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message) => deps.log.error({ library: 'better-auth' }, message),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    user: {
      modelName: 'people',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        disabledAt: { type: 'date', required: false, input: false, fieldName: 'disabled_at' },
        lastSeenAt: { type: 'date', required: false, input: false, fieldName: 'last_seen_at' },
      },
    },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: seconds(SESSION_LIFETIME),
      updateAge: seconds(SESSION_REFRESH),
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    databaseHooks: {
      session: {
        create: {
          // Asked through the library, which uses its own transaction: the embedded database has one connection.
          before: async (session, context) => {
            const person = await context?.context.internalAdapter.findUserById(session.userId)
            return person !== null && person !== undefined && !('disabledAt' in person && person.disabledAt)
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'finops',
      useSecureCookies: deps.secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: () => randomUUID(), validateSchema: false },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 128 },
    },
  })
}

export type SignInLibrary = ReturnType<typeof createSignInLibrary>
