/** A short letter with one button. Text and HTML are made from the same words. */
export type Letter = {
  subject: string
  lead: string
  body: string
  button: { label: string; link: string }
  note: string
}

const FONT = "font-family:'Apple SD Gothic Neo','Malgun Gothic',sans-serif"

/** Tables and inline styles, since Outlook knows nothing else. */
export function page(letter: Letter): { text: string; html: string } {
  const { lead, body, button, note } = letter
  const text = `${lead}\n\n${body}\n\n${button.label}: ${button.link}\n\n${note}\n\nfinops-for-ai\n`
  const row = (style: string, content: string) => `<tr><td style="${FONT};${style}">${content}</td></tr>`
  const html = `<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(letter.subject)}</title></head>
<body style="margin:0;padding:0;background-color:#f4f5f7">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f4f5f7"><tr>
<td align="center" style="padding:32px 16px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:560px">
${row('padding:32px 32px 0;font-size:13px;color:#5b6472', 'finops-for-ai')}
${row('padding:12px 32px 0;font-size:18px;line-height:28px;font-weight:bold;color:#16191f', escaped(lead))}
${row('padding:12px 32px 0;font-size:15px;line-height:24px;color:#16191f', escaped(body))}
${row('padding:24px 32px 0', buttonOf(button))}
${row('padding:24px 32px 32px;font-size:13px;line-height:20px;color:#5b6472', `${escaped(note)}<br><br>${linkOf(button.link)}`)}
</table></td></tr></table></body></html>
`
  return { text, html }
}

function buttonOf({ label, link }: Letter['button']): string {
  const style = `${FONT};display:inline-block;padding:12px 20px;font-size:15px;color:#ffffff;text-decoration:none`
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="#1f5fd6">
<a href="${escaped(link)}" style="${style}">${escaped(label)}</a></td></tr></table>`
}

function linkOf(link: string): string {
  return `<a href="${escaped(link)}" style="color:#1f5fd6;word-break:break-all">${escaped(link)}</a>`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '')
}
