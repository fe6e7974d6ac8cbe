import protobuf from 'protobufjs/light.js'

const field = (id: number, type: string) => ({ id, type })
const many = (id: number, type: string) => ({ id, type, rule: 'repeated' })

/**
 * What is read of opentelemetry-proto (trace/v1, collector/trace/v1) and google.rpc.Status. Lists and maps among values
 * are not named here, so the decoder steps over them: nothing that is counted is in them, and messages are.
 * https://github.com/open-telemetry/opentelemetry-proto
 */
const root = protobuf.Root.fromJSON({
  nested: {
    AnyValue: {
      oneofs: { value: { oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue'] } },
      fields: {
        stringValue: field(1, 'string'),
        boolValue: field(2, 'bool'),
        intValue: field(3, 'int64'),
        doubleValue: field(4, 'double'),
      },
    },
    KeyValue: { fields: { key: field(1, 'string'), value: field(2, 'AnyValue') } },
    Resource: { fields: { attributes: many(1, 'KeyValue') } },
    SpanStatus: { fields: { code: field(3, 'int32') } },
    Span: {
      fields: {
        traceId: field(1, 'bytes'),
        spanId: field(2, 'bytes'),
        startTimeUnixNano: field(7, 'fixed64'),
        endTimeUnixNano: field(8, 'fixed64'),
        attributes: many(9, 'KeyValue'),
        status: field(15, 'SpanStatus'),
      },
    },
    ScopeSpans: { fields: { spans: many(2, 'Span') } },
    ResourceSpans: { fields: { resource: field(1, 'Resource'), scopeSpans: many(2, 'ScopeSpans') } },
    ExportRequest: { fields: { resourceSpans: many(1, 'ResourceSpans') } },
    PartialSuccess: { fields: { rejectedSpans: field(1, 'int64'), errorMessage: field(2, 'string') } },
    ExportResponse: { fields: { partialSuccess: field(1, 'PartialSuccess') } },
    Status: { fields: { message: field(2, 'string') } },
  },
})

const request = root.lookupType('ExportRequest')
const response = root.lookupType('ExportResponse')
const status = root.lookupType('Status')

/** A message holds more than we take, however few bytes it has. */
export class TooManyFields extends Error {}

/** An empty field takes two bytes, and an object once it is read: a body that packs to nothing would fill all memory. */
class BoundedReader extends protobuf.BufferReader {
  #left: number

  constructor(bytes: Buffer, most: number) {
    super(bytes)
    this.#left = most
  }

  /** Each field begins with one. */
  override tag(): number {
    this.#left -= 1
    if (this.#left < 0) throw new TooManyFields()
    return super.tag()
  }
}

/** In the shape that OTLP's JSON has, except that ids are bytes. Throws where it is no such message, or too many. */
export function decodeRequest(bytes: Buffer, mostFields: number): unknown {
  return request.toObject(request.decode(new BoundedReader(bytes, mostFields)), { longs: Number })
}

export type PartialSuccess = { rejectedSpans: number; errorMessage: string }

export function encodeResponse(partialSuccess: PartialSuccess | null): Uint8Array {
  return response.encode(response.create(partialSuccess === null ? {} : { partialSuccess })).finish()
}

export function encodeStatus(message: string): Uint8Array {
  return status.encode(status.create({ message })).finish()
}
