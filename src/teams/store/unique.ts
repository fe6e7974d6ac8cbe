import type { AppError } from '../../platform/errors.ts'

/** Runs a transaction whose unique indexes have a meaning for the caller; only the index can decide a race. */
export async function explainConflicts<T>(work: Promise<T>, meaning: Readonly<Record<string, AppError>>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const index = error instanceof Error && 'constraint' in error ? String(error.constraint) : ''
    const isUnique = error instanceof Error && 'code' in error && error.code === '23505'
    throw (isUnique && meaning[index]) || error
  }
}
