const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const SHORTEST_SECRET = 6

/**
 * How a mail server is spoken to. A login is not sent over a line that anybody between can read: without STARTTLS it is not
 * sent at all, unless the server is on this machine or the URL itself says `?requireTLS=false`.
 */
export function mailLine(smtpUrl: string): { url: string; requireTLS: boolean } {
  const { username, hostname } = new URL(smtpUrl)
  return { url: smtpUrl, requireTLS: username !== '' && !LOOPBACK.has(hostname) }
}

/** A server may repeat what it was sent: the password, as it is and as SMTP writes it, stays out of what people read. */
export function withoutLogin(text: string, smtpUrl: string): string {
  const url = new URL(smtpUrl)
  const [user, password] = [decoded(url.username), decoded(url.password)]
  if (password.length < SHORTEST_SECRET) return text
  const spelled = [password, url.password, inBase64(password), inBase64(`\0${user}\0${password}`)]
  return spelled.reduce((left, secret) => left.replaceAll(secret, '[hidden]'), text)
}

function inBase64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
