import { z } from 'zod'
import { Cursor, Id, Instant, Name, Reason } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const DeliveryState = z.enum(['waiting', 'sent', 'failed', 'stored']).meta({
  id: 'DeliveryState',
  description: 'stored: there is nowhere to send it (no mail server, no webhook), so it is kept here',
})
export const DeliveryChannel = z.enum(['mail', 'slack']).meta({ id: 'DeliveryChannel' })

export const Delivery = z
  .object({
    id: Id,
    channel: DeliveryChannel,
    kind: z.string(),
    to: z.string().describe('A mail address, or the name of a Slack channel'),
    subject: z.string(),
    state: DeliveryState,
    attempts: z.int(),
    problem: z.string().nullable().describe('Why the last attempt failed, in Korean'),
    late: z.boolean().describe('It left more than a minute after what it tells'),
    possiblyTwice: z.boolean().describe('An earlier attempt ended in the dark, so the same may have arrived twice'),
    teamId: Id.nullable(),
    projectId: Id.nullable(),
    breachId: Id.nullable(),
    blockId: Id.nullable(),
    createdAt: Instant,
    detectedAt: Instant,
    sentAt: Instant.nullable(),
    nextAttemptAt: Instant.nullable(),
    delaySeconds: z.number().nullable().describe('From detection until the far side took it'),
  })
  .meta({ id: 'Delivery' })

export const NoticeWords = z
  .object({
    severity: z.enum(['danger', 'warn', 'ok', 'info']),
    marks: z.array(z.string()).describe('That it came late, or possibly twice'),
    headline: z.string(),
    facts: z.array(z.object({ label: z.string(), value: z.string() })),
    paragraphs: z.array(z.string()),
    links: z.array(z.object({ label: z.string(), url: z.string(), danger: z.boolean() })),
  })
  .meta({ id: 'NoticeWords' })

export const OpenedDelivery = Delivery.extend({
  text: z.string(),
  notice: NoticeWords.nullable().describe('null: a mail with words of its own'),
}).meta({ id: 'OpenedDelivery' })

export const DeliveriesQuery = z.object({
  teamId: Id.optional(),
  channel: DeliveryChannel.optional(),
  state: DeliveryState.optional(),
  breachId: Id.optional(),
  blockId: Id.optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const Channel = z
  .object({
    id: Id,
    teamId: Id.nullable().describe('null: notices of every team go there'),
    kind: z.enum(['slack', 'mail']),
    name: z.string(),
    host: z.string().nullable().describe('Where the webhook leads; null: messages are kept here only'),
    last4: z.string().nullable().describe('The last four characters of the webhook URL, which is a secret'),
    addresses: z.array(z.string()),
    enabled: z.boolean(),
    waiting: z.int().describe('Messages that wait for it'),
    problem: z.object({ detail: z.string(), since: Instant }).nullable().describe('Why it fails, in Korean'),
    lastOkAt: Instant.nullable(),
  })
  .meta({ id: 'Channel' })

export const MailServer = z
  .object({
    sends: z.boolean().describe('False: no mail server is configured, mail is kept here'),
    recipients: z.array(z.string()).describe('Who is written to beside the channels: leads and admins'),
    waiting: z.int(),
    problem: z.object({ detail: z.string(), since: Instant }).nullable(),
    lastOkAt: Instant.nullable(),
  })
  .meta({ id: 'MailServer' })

export const ChannelsQuery = z.object({ teamId: Id.optional().describe('Left out: the channels of the workspace') })

const Address = z
  .string()
  .max(320)
  .transform((text) => text.normalize('NFC').trim())
  .pipe(z.email().max(254))
const Addresses = z.array(Address).max(20)
const Webhook = z.string().min(1).max(1_000)

export const ChannelInput = z.discriminatedUnion('kind', [
  z.object({
    teamId: Id.nullable(),
    kind: z.literal('slack'),
    name: Name,
    url: Webhook.nullable().default(null).describe('Incoming webhook; null: messages are kept here only'),
  }),
  z.object({ teamId: Id.nullable(), kind: z.literal('mail'), name: Name, addresses: Addresses.min(1) }),
])
export const ChannelChange = z.object({
  name: Name.optional(),
  url: Webhook.optional(),
  addresses: Addresses.min(1).optional(),
  enabled: z.boolean().optional(),
})
export const ChannelTest = z
  .object({ ok: z.boolean(), detail: z.string().describe('What happened, in Korean'), seconds: z.number().nullable() })
  .meta({ id: 'ChannelTest' })

export const WebhookHost = z
  .object({
    origin: z.string().min(1).max(300).describe('https://host[:port]; http only with allowsPrivate'),
    allowsPrivate: z.boolean().describe('It may be inside the network of this server'),
  })
  .meta({ id: 'WebhookHost' })
export const WebhookHosts = z.object({ items: z.array(WebhookHost) })
export const WebhookHostsInput = z.object({ items: z.array(WebhookHost).max(20), reason: Reason.default('') })

export type Channel = z.infer<typeof Channel>
export type ChannelInput = z.infer<typeof ChannelInput>
export type ChannelChange = z.infer<typeof ChannelChange>
export type ChannelTest = z.infer<typeof ChannelTest>
export type MailServer = z.infer<typeof MailServer>
export type WebhookHost = z.infer<typeof WebhookHost>
export type DeliveryState = z.infer<typeof DeliveryState>
export type DeliveryChannel = z.infer<typeof DeliveryChannel>
export type Delivery = z.infer<typeof Delivery>
export type OpenedDelivery = z.infer<typeof OpenedDelivery>
