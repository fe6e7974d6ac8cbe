export type VaultProblem =
  | 'wrong-master-key'
  | 'secret-missing'
  | 'secret-damaged'
  | 'key-file-missing'
  | 'key-file-open'
  | 'key-file-invalid'
  | 'key-file-unwritable'
  | 'rotation-unfinished'
  | 'new-key-needed'
  | 'same-key'
  | 'kms-failed'

/** Messages are for the operator; none carries key material or plaintext. */
export class VaultError extends Error {
  readonly problem: VaultProblem

  constructor(problem: VaultProblem, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'VaultError'
    this.problem = problem
  }
}
