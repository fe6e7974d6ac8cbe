import { z } from 'zod'
import type { Attributes } from './attributes.ts'

export type Span = {
  /** 32 and 16 hexadecimal digits; null: not a valid id. */
  traceId: string | null
  spanId: string | null
  /** Milliseconds since 1970; 0: not told. */
  startedMs: number
  endedMs: number
  isError: boolean
  attributes: Attributes
  /** Of whoever made the span: the service, the machine. */
  resource: Attributes
}

const NANOS_PER_MS = 1e6
const ERROR = 2

const idOf = (digits: number) =>
  z
    .union([z.string(), z.instanceof(Uint8Array)])
    .nullish()
    .transform((given) => {
      const hex = (typeof given === 'string' ? given : Buffer.from(given ?? []).toString('hex')).toLowerCase()
      return hex.length === digits && /^[0-9a-f]*[1-9a-f][0-9a-f]*$/.test(hex) ? hex : null
    })

const Whole = z.union([z.number(), z.string().regex(/^-?\d{1,20}$/)]).transform(Number)
const Nanos = Whole.nullish().transform((nanos) => (nanos ?? 0) / NANOS_PER_MS)

const Value = z
  .object({
    stringValue: z.string().nullish(),
    boolValue: z.boolean().nullish(),
    intValue: Whole.nullish(),
    doubleValue: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]).nullish(),
  })
  .nullish()
  .transform((value) => value?.stringValue ?? value?.boolValue ?? value?.intValue ?? numberOf(value?.doubleValue))

function numberOf(value: number | string | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}

const Attributed = z
  .array(z.object({ key: z.string().nullish(), value: Value }))
  .nullish()
  .transform((pairs): Attributes => {
    const attributes = new Map<string, string | number | boolean>()
    for (const { key, value } of pairs ?? []) if (key && value !== null) attributes.set(key, value)
    return attributes
  })

const SpanShape = z
  .object({
    traceId: idOf(32),
    spanId: idOf(16),
    startTimeUnixNano: Nanos,
    endTimeUnixNano: Nanos,
    attributes: Attributed,
    status: z.object({ code: z.number().nullish() }).nullish(),
  })
  .transform(({ startTimeUnixNano: startedMs, endTimeUnixNano: endedMs, status, ...span }) => ({
    ...span,
    startedMs,
    endedMs,
    isError: status?.code === ERROR,
  }))

const Export = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes: Attributed }).nullish(),
        scopeSpans: z.array(z.object({ spans: z.array(SpanShape).nullish() })).nullish(),
      }),
    )
    .nullish(),
})

const NONE: Attributes = new Map()

/** Null: this is no export of traces. What is not known in it is passed over, as the protocol wants. */
export function spansIn(message: unknown): Span[] | null {
  const parsed = Export.safeParse(message)
  if (!parsed.success) return null
  return (parsed.data.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) =>
    (scopeSpans ?? []).flatMap(({ spans }) =>
      (spans ?? []).map((span): Span => ({ ...span, resource: resource?.attributes ?? NONE })),
    ),
  )
}
