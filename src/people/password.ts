import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP Password Storage Cheat Sheet, scrypt: N=2^15 (32 MiB), r=8, p=3. */
const LOG_COST = 15
const BLOCK_SIZE = 8
const PARALLELIZATION = 3
const SALT_BYTES = 16
const HASH_BYTES = 32

const FORMAT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, { ln: LOG_COST, r: BLOCK_SIZE, p: PARALLELIZATION })
  return `$scrypt$ln=${LOG_COST},r=${BLOCK_SIZE},p=${PARALLELIZATION}$${unpadded(salt)}$${unpadded(hash)}`
}

/** The parameters come from the stored text, so that raising them keeps old passwords valid. */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const found = FORMAT.exec(stored)
  if (!found) return false
  const [, ln, r, p, salt = '', hash = ''] = found
  const derived = await derive(password, Buffer.from(salt, 'base64'), { ln: Number(ln), r: Number(r), p: Number(p) })
  return timingSafeEqual(derived, Buffer.from(hash, 'base64'))
}

function derive(password: string, salt: Buffer, cost: { ln: number; r: number; p: number }): Promise<Buffer> {
  const N = 2 ** cost.ln
  const options: ScryptOptions = { N, r: cost.r, p: cost.p, maxmem: 2 * 128 * N * cost.r }
  // Korean typed on another system arrives as other code points: NFKC makes it the same password.
  const text = password.normalize('NFKC')
  return new Promise((resolve, reject) => {
    scrypt(text, salt, HASH_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
