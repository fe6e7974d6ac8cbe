import { z } from 'zod'

/** What the route of this feature gives. The web imports its type. */
export const Connection = z
  .object({
    url: z.string().describe('PUBLIC_URL, for the SDK'),
    openaiBaseUrl: z.string().describe('The base URL for any OpenAI client'),
    tracesUrl: z.string().describe('Where an OTLP/HTTP exporter sends traces'),
    gateway: z.enum(['running', 'absent']).describe('absent: no process with the gateway role has been seen lately'),
  })
  .meta({ id: 'Connection' })
export type Connection = z.infer<typeof Connection>
