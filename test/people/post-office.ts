import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = { subject: string; to: string[]; text: string; html: string }
export type PostOffice = Awaited<ReturnType<typeof openPostOffice>>

/** A real SMTP server that keeps what it receives, and refuses on demand. */
export async function openPostOffice() {
  const received: ReceivedMail[] = []
  let refusal: { code: number; text: string } | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null)
    },
    onData(stream, session, done) {
      simpleParser(stream).then((mail) => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address)
        received.push({ subject: mail.subject ?? '', to, text: mail.text ?? '', html: mail.html || '' })
        done()
      }, done)
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  let isOpen = true
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    answerWith(code: number | null, text = '') {
      refusal = code === null ? null : { code, text }
    },
    async close() {
      if (!isOpen) return
      isOpen = false
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
