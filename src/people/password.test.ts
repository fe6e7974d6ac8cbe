import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

test('a password is kept as scrypt with its parameters and a salt of its own', async () => {
  const [first, second] = await Promise.all([hashPassword('같은 비밀번호 1234'), hashPassword('같은 비밀번호 1234')])
  expect(first).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(first).not.toBe(second)
})

test('the same Korean password typed as other code points is the same password', async () => {
  const hash = await hashPassword('비밀번호 １２３４'.normalize('NFC'))
  expect(await verifyPassword(hash, '비밀번호 1234'.normalize('NFD'))).toBe(true)
  expect(await verifyPassword(hash, '비밀번호 1235')).toBe(false)
})

test('a hash made with other parameters stays valid', async () => {
  const hash = scryptSync('old password', Buffer.alloc(16), 32, { N: 16, r: 8, p: 1 }).toString('base64')
  const older = `$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$${hash.replace('=', '')}`
  expect(await verifyPassword(older, 'old password')).toBe(true)
})

test.each(['', 'plain', '$scrypt$ln=15,r=8,p=3$$', '$argon2id$v=19$m=1,t=1,p=1$AA$AA'])(
  'a stored text that is no hash of ours fits no password: %j',
  async (stored) => {
    expect(await verifyPassword(stored, 'plain')).toBe(false)
  },
)
