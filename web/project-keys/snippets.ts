/** Whose OpenAI key a call goes on with: the one that is stored for the project, or the caller's own. */
export type OpenAiKeyWay = 'stored' | 'own'

export type SnippetFacts = {
  /** Of this installation, without a slash at its end. */
  url: string
  openaiBaseUrl: string
  tracesUrl: string
  /** `fin_…` */
  key: string
  way: OpenAiKeyWay
}

export type Snippet = { id: SnippetId; name: string; language: string; install: string | null; code: string }

export const SNIPPET_IDS = ['curl', 'python', 'node', 'langchain-py', 'langchain-js', 'vercel', 'sdk', 'otel'] as const
export type SnippetId = (typeof SNIPPET_IDS)[number]

const MODEL = 'gpt-4o-mini'
const TASK = 'reply-draft'
const HELLO = '안녕하세요'

type Template = Omit<Snippet, 'id' | 'code'> & { write(facts: SnippetFacts): string }

const TEMPLATES: Record<SnippetId, Template> = {
  curl: {
    name: 'curl',
    language: 'shell',
    install: null,
    write: ({ openaiBaseUrl, key, way }) => `curl ${openaiBaseUrl}/chat/completions \\
${
  way === 'own'
    ? `  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -H "x-finops-key: ${key}" \\`
    : `  -H "Authorization: Bearer ${key}" \\`
}
  -H "x-finops-task: ${TASK}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${MODEL}", "messages": [{"role": "user", "content": "${HELLO}"}]}'`,
  },
  python: {
    name: 'Python',
    language: 'python',
    install: 'pip install openai',
    write: ({ openaiBaseUrl, key, way }) => `${way === 'own' ? 'import os\n' : ''}from openai import OpenAI

client = OpenAI(
    base_url="${openaiBaseUrl}",
    api_key=${way === 'own' ? 'os.environ["OPENAI_API_KEY"]' : `"${key}"`},
    default_headers=${pythonHeaders(way, key)},
)

answer = client.chat.completions.create(
    model="${MODEL}",
    messages=[{"role": "user", "content": "${HELLO}"}],
)
print(answer.choices[0].message.content)`,
  },
  node: {
    name: 'Node.js',
    language: 'javascript',
    install: 'npm install openai',
    write: ({ openaiBaseUrl, key, way }) => `import OpenAI from 'openai'

const openai = new OpenAI({
  baseURL: '${openaiBaseUrl}',
  apiKey: ${apiKeyIn(way, key)},
  defaultHeaders: ${headersIn(way, key, '  ')},
})

const answer = await openai.chat.completions.create({
  model: '${MODEL}',
  messages: [{ role: 'user', content: '${HELLO}' }],
})
console.log(answer.choices[0].message.content)`,
  },
  'langchain-py': {
    name: 'LangChain (Python)',
    language: 'python',
    install: 'pip install langchain-openai',
    write: ({ openaiBaseUrl, key, way }) => `${
      way === 'own' ? 'import os\n' : ''
    }from langchain_openai import ChatOpenAI

model = ChatOpenAI(
    model="${MODEL}",
    base_url="${openaiBaseUrl}",
    api_key=${way === 'own' ? 'os.environ["OPENAI_API_KEY"]' : `"${key}"`},
    default_headers=${pythonHeaders(way, key)},
)
print(model.invoke("${HELLO}").content)`,
  },
  'langchain-js': {
    name: 'LangChain (JS)',
    language: 'javascript',
    install: 'npm install @langchain/openai @langchain/core',
    write: ({ openaiBaseUrl, key, way }) => `import { ChatOpenAI } from '@langchain/openai'

const model = new ChatOpenAI({
  model: '${MODEL}',
  apiKey: ${apiKeyIn(way, key)},
  configuration: {
    baseURL: '${openaiBaseUrl}',
    defaultHeaders: ${headersIn(way, key, '    ')},
  },
})
const answer = await model.invoke('${HELLO}')
console.log(answer.content)`,
  },
  vercel: {
    name: 'Vercel AI SDK',
    language: 'javascript',
    install: 'npm install ai @ai-sdk/openai',
    write: ({ openaiBaseUrl, key, way }) => `import { createOpenAI } from '@ai-sdk/openai'
import { generateText } from 'ai'

const openai = createOpenAI({
  baseURL: '${openaiBaseUrl}',
  apiKey: ${apiKeyIn(way, key)},
  headers: ${headersIn(way, key, '  ')},
})

const { text } = await generateText({ model: openai.chat('${MODEL}'), prompt: '${HELLO}' })
console.log(text)`,
  },
  sdk: {
    name: 'finops SDK',
    language: 'javascript',
    install: 'npm install openai @finops-for-ai/sdk',
    write: ({ url, key }) => `import OpenAI from 'openai'
import { recordOutcome, withFinops } from '@finops-for-ai/sdk'

const finops = { url: '${url}', key: '${key}' }
const openai = withFinops(new OpenAI(), { ...finops, task: '${TASK}', intent: 'refund' })

const answer = await openai.chat.completions.create({
  model: '${MODEL}',
  messages: [{ role: 'user', content: '${HELLO}' }],
})
console.log(answer.choices[0].message.content)

recordOutcome({ success: true, responseId: answer.id }, finops)`,
  },
  otel: {
    name: 'OpenTelemetry',
    language: 'shell',
    install: null,
    write: ({ tracesUrl, key }) => `export OTEL_EXPORTER_OTLP_TRACES_ENDPOINT="${tracesUrl}"
export OTEL_EXPORTER_OTLP_TRACES_PROTOCOL="http/protobuf"
export OTEL_EXPORTER_OTLP_TRACES_HEADERS="authorization=Bearer%20${key}"`,
  },
}

export function snippetsFor(facts: SnippetFacts): Snippet[] {
  return SNIPPET_IDS.map((id) => {
    const { write, ...template } = TEMPLATES[id]
    return { ...template, id, code: write(facts) }
  })
}

/** Whether the call goes through the gateway, so that it matters whose OpenAI key it brings. */
export function asksGateway(id: SnippetId): boolean {
  return id !== 'sdk' && id !== 'otel'
}

function apiKeyIn(way: OpenAiKeyWay, key: string): string {
  return way === 'own' ? 'process.env.OPENAI_API_KEY' : `'${key}'`
}

function headersIn(way: OpenAiKeyWay, key: string, indent: string): string {
  if (way === 'stored') return `{ 'x-finops-task': '${TASK}' }`
  return `{\n${indent}  'x-finops-key': '${key}',\n${indent}  'x-finops-task': '${TASK}',\n${indent}}`
}

function pythonHeaders(way: OpenAiKeyWay, key: string): string {
  if (way === 'stored') return `{"x-finops-task": "${TASK}"}`
  return `{\n        "x-finops-key": "${key}",\n        "x-finops-task": "${TASK}",\n    }`
}
