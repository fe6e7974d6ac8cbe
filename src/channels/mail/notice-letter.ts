import type { Circumstances, NoticeBody } from '../notice.ts'
import { escaped } from './letter.ts'

const FONT = "font-family:Pretendard,'Apple SD Gothic Neo','Malgun Gothic',sans-serif"
export const TWICE = '연결이 끊겨 다시 보낸 알림입니다. 같은 알림이 이미 도착했을 수 있습니다.'

const SEVERITIES = {
  danger: { word: '긴급', colour: '#c62828' },
  warn: { word: '주의', colour: '#a15c00' },
  ok: { word: '해소', colour: '#1b7f3b' },
  info: { word: '안내', colour: '#1f5fd6' },
} as const

/** For readers that obey it. The others invert by themselves, which these colours survive. */
const DARK = `@media (prefers-color-scheme:dark){
.page{background-color:#101215!important}.sheet{background-color:#191c21!important}
.ink{color:#eceef2!important}.muted{color:#a4abb8!important}.line{border-color:#31363f!important}
.link{color:#8ab4ff!important}}`

/** Text and HTML of the same words. Tables and inline styles, since Outlook knows nothing else; no picture at all. */
export function noticeLetter(notice: NoticeBody, circumstances: Circumstances): { text: string; html: string } {
  return { text: textOf(notice, circumstances), html: htmlOf(notice, circumstances) }
}

export function marksOf({ late, possiblyTwice }: Circumstances): string[] {
  return [...(late ? [late] : []), ...(possiblyTwice ? [TWICE] : [])]
}

function textOf(notice: NoticeBody, circumstances: Circumstances): string {
  const groups = [
    notice.headline,
    marksOf(circumstances).join('\n'),
    // A second line of a value is none of its own.
    notice.facts.map(({ label, value }) => `${label}: ${value.replaceAll('\n', '\n  ')}`).join('\n'),
    notice.paragraphs.join('\n\n'),
    notice.links.map(({ label, url }) => `${label}: ${url}`).join('\n'),
    'finops-for-ai',
  ]
  return `${groups.filter((group) => group !== '').join('\n\n')}\n`
}

function htmlOf(notice: NoticeBody, circumstances: Circumstances): string {
  const { word, colour } = SEVERITIES[notice.severity]
  const row = (style: string, content: string, name = '') =>
    content && `<tr><td class="${name}" style="${FONT};${style}">${content}</td></tr>\n`
  const muted = 'font-size:13px;line-height:20px;color:#5b6472'
  const ink = 'font-size:15px;line-height:24px;color:#16191f;word-break:keep-all;overflow-wrap:anywhere'
  return `<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escaped(notice.subject)}</title><style>:root{color-scheme:light dark}${DARK}</style></head>
<body class="page" style="margin:0;padding:0;background-color:#f4f5f7">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f4f5f7"><tr>
<td align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="width:100%;max-width:600px;border-top:4px solid ${colour}">
${row(`padding:24px 28px 0;${muted}`, `finops-for-ai · ${word}`, 'muted')}${row(
  'padding:8px 28px 0;font-size:19px;line-height:28px;font-weight:bold;color:#16191f;word-break:keep-all;overflow-wrap:anywhere',
  escaped(notice.headline),
  'ink',
)}${row(`padding:8px 28px 0;${muted}`, marksOf(circumstances).map(escaped).join('<br>'), 'muted')}${row(
  'padding:16px 28px 0',
  factsOf(notice.facts),
)}${notice.paragraphs
  .map((paragraph) => row(`padding:16px 28px 0;${ink}`, broken(paragraph), 'ink'))
  .join('')}${row('padding:20px 28px 0', buttonsOf(notice.links))}${row(
  `padding:20px 28px 28px;${muted}`,
  notice.links.map(({ label, url }) => `${escaped(label)}: ${linkOf(url)}`).join('<br>') || '&nbsp;',
  'muted',
)}</table></td></tr></table></body></html>
`
}

function factsOf(facts: NoticeBody['facts']): string {
  if (facts.length === 0) return ''
  const cell = `${FONT};padding:8px 0;font-size:14px;line-height:20px;border-bottom:1px solid #e3e6ea;vertical-align:top`
  const rows = facts.map(
    ({ label, value }) => `<tr><td class="muted line" width="34%" style="${cell};color:#5b6472">${escaped(label)}</td>
<td class="ink line" style="${cell};color:#16191f;overflow-wrap:anywhere">${broken(value)}</td></tr>`,
  )
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${rows.join('\n')}</table>`
}

/** White on these two grounds is readable in either theme, inverted or not. */
function buttonsOf(links: NoticeBody['links']): string {
  if (links.length === 0) return ''
  const style = `${FONT};display:inline-block;padding:12px 20px;font-size:15px;font-weight:bold;color:#ffffff;text-decoration:none`
  const cells = links.map(
    ({ label, url, danger }) => `<td bgcolor="${danger ? '#c62828' : '#1f5fd6'}" style="border-radius:4px">
<a href="${escaped(url)}" style="${style}">${escaped(label)}</a></td>`,
  )
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>${cells.join('<td width="12">&nbsp;</td>')}</tr></table>`
}

function linkOf(url: string): string {
  return `<a class="link" href="${escaped(url)}" style="color:#1f5fd6;word-break:break-all">${escaped(url)}</a>`
}

function broken(text: string): string {
  return escaped(text).replaceAll('\n', '<br>')
}
