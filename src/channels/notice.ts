/** One thing that people are told, before it is a Slack message or a mail. The same key twice is one notice. */
export type Notice = {
  key: string
  kind: string
  severity: 'danger' | 'warn' | 'ok' | 'info'
  teamId: string | null
  projectId: string | null
  breachId: string | null
  blockId: string | null
  /** The moment from which its delay is counted, by the database's clock. */
  detectedAt: Date
  /** The first line, e.g. 🚨 [마케팅팀] 일일 한도 $500 초과 — 현재 $742 (148%) */
  headline: string
  subject: string
  facts: readonly { label: string; value: string }[]
  paragraphs: readonly string[]
  links: readonly { label: string; url: string; danger?: boolean }[]
  /** Mail addresses beside the usual recipients. */
  alsoTo?: readonly string[]
  /** These mail addresses alone, and no Slack. */
  onlyTo?: readonly string[]
}

/** What is kept of it and becomes a message when it leaves. */
export type NoticeBody = Pick<Notice, 'severity' | 'headline' | 'subject' | 'facts' | 'paragraphs' | 'links'>

/** What is known only when it leaves. */
export type Circumstances = {
  /** Korean, when it leaves long after it was detected. */
  late: string | null
  /** An earlier attempt ended in the dark. */
  possiblyTwice: boolean
}

/** Names and reasons come from people and from OpenAI: none of them turns a message around or begins a line of its own. */
export function bodyOf(notice: Notice): NoticeBody {
  const { severity, headline, subject, facts, paragraphs, links } = notice
  return {
    severity,
    headline: onOneLine(headline),
    subject: onOneLine(subject),
    facts: facts.map(({ label, value }) => ({ label: onOneLine(label), value: readable(value) })),
    paragraphs: paragraphs.map(readable),
    links: links.map((link) => ({ ...link, label: onOneLine(link.label) })),
  }
}

const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g

function readable(text: string): string {
  return text
    .replaceAll(DIRECTIONS, '')
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
}

function onOneLine(text: string): string {
  return readable(text).replaceAll(/\s*[\n\t]\s*/g, ' ')
}
