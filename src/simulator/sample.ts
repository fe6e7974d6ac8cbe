type Schema = Readonly<Record<string, unknown>>

const DEEPEST = 12

/** The smallest value that a JSON schema allows, as a model that follows it would answer. */
export function sampleOf(schema: unknown, root: unknown = schema, depth = 0): unknown {
  if (!isSchema(schema) || depth > DEEPEST) return null
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (typeof schema.$ref === 'string') return sampleOf(resolve(schema.$ref, root), root, depth + 1)
  const [choice] = [schema.anyOf, schema.oneOf].find(Array.isArray) ?? []
  if (choice !== undefined) return sampleOf(choice, root, depth + 1)
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object': {
      const properties = isSchema(schema.properties) ? schema.properties : {}
      return Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, sampleOf(inner, root, depth + 1)]),
      )
    }
    case 'array':
      return [sampleOf(schema.items, root, depth + 1)]
    case 'string':
      return '서울'
    case 'number':
    case 'integer':
      return typeof schema.minimum === 'number' ? Math.max(1, schema.minimum) : 1
    case 'boolean':
      return true
    default:
      return null
  }
}

function resolve(reference: string, root: unknown): unknown {
  let found = root
  for (const name of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    found = isSchema(found) ? found[name] : undefined
  }
  return found
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
