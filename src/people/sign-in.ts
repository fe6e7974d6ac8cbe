import { unauthenticated } from '../platform/errors.ts'
import { accountLimit, addressLimit } from './attempt-limits.ts'
import type { Inner } from './deps.ts'
import type { Caller, Cookies } from './sessions.ts'

const FAILURES_PER_ACCOUNT = 5
const FAILURES_PER_ADDRESS = 20

export async function signIn(
  inner: Inner,
  input: { email: string; password: string },
  caller: Caller,
): Promise<{ personId: string; cookies: Cookies }> {
  const account = accountLimit('sign-in', input.email, FAILURES_PER_ACCOUNT)
  const address = addressLimit('sign-in', caller.address, FAILURES_PER_ADDRESS)
  await inner.throttle.reserve('sign-in-throttled', [address, account])
  const started = await inner.sessions.start(input.email, input.password, caller)
  if (!started) throw unauthenticated('sign-in-refused')
  await inner.throttle.forget(account)
  await inner.throttle.release(address)
  return started
}
