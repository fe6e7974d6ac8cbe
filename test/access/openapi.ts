export type JsonSchema = {
  type?: string
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
  enum?: unknown[]
  format?: string
  required?: string[]
  $ref?: string
}
export type Operation = {
  /** `METHOD /path` as the document writes it. */
  name: string
  method: string
  path: string
  parameters: { in: string; name: string }[]
  body: JsonSchema | null
}

type Document = {
  openapi: string
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: { in: string; name: string }[]
        requestBody?: { content: Record<string, { schema: JsonSchema }> }
      }
    >
  >
}

/** Every operation under /api that the running server describes. */
export async function readOperations(url: string): Promise<Operation[]> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as Document
  const paths = Object.entries(document.paths).filter(([path]) => path.startsWith('/api/'))
  return paths.flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => ({
      name: `${verb.toUpperCase()} ${path}`,
      method: verb.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      body: operation.requestBody?.content['application/json']?.schema ?? null,
    })),
  )
}

export function isWrite({ method }: Pick<Operation, 'method'>): boolean {
  return method !== 'GET'
}
