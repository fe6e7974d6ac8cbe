export { createMail, type Mail, type MailDeps } from './mail/mail.ts'
export type { MailMessage } from './mail/templates.ts'
