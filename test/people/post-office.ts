import type { AddressInfo, Socket } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = { subject: string; to: string[]; text: string; html: string }
export type PostOffice = Awaited<ReturnType<typeof openPostOffice>>

/** `vanish`: the line breaks before the mail is taken. `take-and-vanish`: it is taken, and nobody says so. */
export type Fate = 'take' | 'refuse' | 'vanish' | 'take-and-vanish'

/** A real SMTP server that keeps what it receives, and refuses on demand; `fate` decides for each mail anew. */
export async function openPostOffice(fate: () => Fate = () => 'take') {
  const received: ReceivedMail[] = []
  const lines = new Map<number | undefined, Socket>()
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
        const end = fate()
        if (end.startsWith('take')) {
          received.push({ subject: mail.subject ?? '', to, text: mail.text ?? '', html: mail.html || '' })
        }
        if (end.endsWith('vanish')) lines.get(session.remotePort)?.resetAndDestroy()
        else done(end === 'refuse' ? Object.assign(new Error('try again later'), { responseCode: 451 }) : null)
      }, done)
    },
  })
  server.on('error', () => {})
  server.server.on('connection', (line: Socket) => {
    const { remotePort } = line
    lines.set(remotePort, line)
    line.once('close', () => lines.delete(remotePort))
  })
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
