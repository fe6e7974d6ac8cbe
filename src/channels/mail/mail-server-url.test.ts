import { SMTPServer } from 'smtp-server'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { commandActor } from '../../people/actor.ts'
import { openWorkbench } from '../workbench.fixture.ts'
import { mailLine, withoutLogin } from './mail-server-url.ts'

test.each([
  ['smtp://user:secret@mail.example.com:587', true],
  ['smtp://user@10.0.0.5', true],
  ['smtps://user:secret@mail.example.com', true],
  ['smtp://mail.example.com:25', false],
  ['smtp://user:secret@localhost:1025', false],
  ['smtp://user:secret@[::1]:1025', false],
])('a login leaves this machine over an encrypted line only: %s', (url, requireTLS) => {
  expect(mailLine(url)).toEqual({ url, requireTLS })
})

test('a password is cut out in every form in which SMTP sends it', () => {
  const url = 'smtp://alarm%40example.com:p%40ss-w0rd%2F9@mail.example.com'
  const plain = Buffer.from('\0alarm@example.com\0p@ss-w0rd/9').toString('base64')
  const login = Buffer.from('p@ss-w0rd/9').toString('base64')
  const said = `500 unknown: AUTH PLAIN ${plain}, ${login}, p@ss-w0rd/9, p%40ss-w0rd%2F9`
  expect(withoutLogin(said, url)).toBe('500 unknown: AUTH PLAIN [hidden], [hidden], [hidden], [hidden]')
})

test('a mail server that repeats the login in its refusal does not put it before people', async () => {
  const database = await createTestDatabase()
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      done(Object.assign(new Error(`no ${username} with ${password}`), { responseCode: 535 })),
  })
  await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened))
  const address = server.server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const smtpUrl = `smtp://alarm:Walnut-Zebra-77@127.0.0.1:${port}`
  const channels = openWorkbench(database).open({ smtpUrl })
  const mail = { teamId: null, kind: 'mail', name: '재무팀', addresses: ['finance@example.com'] } as const
  const { id } = await channels.settings.create(commandActor, { ...mail, addresses: [...mail.addresses] })
  const told = await channels.settings.test(commandActor, id)
  expect(told.detail).toContain('로그인을 거부했습니다')
  expect(told.detail).toContain('no alarm with [hidden]')
  const { items } = await channels.outbox.list(commandActor, { limit: 10 })
  const lane = await channels.settings.mailServer(commandActor, null)
  expect(JSON.stringify([items, lane])).not.toContain('Walnut')
  await new Promise<void>((closed) => server.close(() => closed()))
  await database.close()
})
