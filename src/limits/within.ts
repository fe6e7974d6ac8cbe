export class TookTooLong extends Error {}

/** What does not answer in time is as good as gone; what it says later is not listened to. */
export async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  work.catch(() => {})
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new TookTooLong(`no answer within ${ms} ms`)), ms)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
