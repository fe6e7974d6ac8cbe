import { Tabs } from '@base-ui/react/tabs'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Connection } from '../../src/gateway/api.ts'
import type { Project } from '../../src/teams/api.ts'
import { canManage } from '../platform/session.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { words } from '../words/index.ts'
import { CodeBlock } from './code-block.tsx'
import { freshKeyQuery, openAiKeyQuery } from './queries.ts'
import { asksGateway, type OpenAiKeyWay, type Snippet, snippetsFor } from './snippets.ts'

const say = words.connect
const PLACEHOLDER = 'fin_…'
const WAYS = [
  { value: 'stored', label: say.way.stored },
  { value: 'own', label: say.way.own },
]

/** The same call in whatever the reader writes in, with the real addresses and, where there is one, the real key. */
export function Snippets({ project, connection }: { project: Project; connection: Connection }) {
  const fresh = useQuery(freshKeyQuery(project.id)).data
  const stored = useQuery(openAiKeyQuery(project.id)).data
  const [chosen, setChosen] = useState<OpenAiKeyWay | null>(null)
  const way = chosen ?? (stored && stored.key === null ? 'own' : 'stored')
  const snippets = snippetsFor({ ...connection, key: fresh?.secret ?? PLACEHOLDER, way })
  return (
    <Tabs.Root defaultValue="curl" className="flex min-w-0 flex-col gap-3">
      <Tabs.List aria-label={say.tabs} className="flex flex-wrap gap-x-1 border-b border-line">
        {snippets.map(({ id, name }) => (
          <Tabs.Tab
            key={id}
            value={id}
            className="-mb-px min-h-9 cursor-pointer border-b-2 border-transparent px-2.5 text-sm text-muted hover:text-ink data-active:border-accent data-active:font-medium data-active:text-ink pointer-coarse:min-h-11"
          >
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map((snippet) => (
        <Tabs.Panel key={snippet.id} value={snippet.id} className="flex min-w-0 flex-col gap-3">
          {asksGateway(snippet.id) ? (
            <>
              <Segmented
                label={say.way.label}
                value={way}
                choices={WAYS}
                change={(value) => setChosen(value === 'own' ? 'own' : 'stored')}
              />
              <AboutWay project={project} way={way} last4={stored ? (stored.key?.last4 ?? null) : undefined} />
            </>
          ) : (
            <p className="max-w-[70ch] text-sm text-muted">{snippet.id === 'sdk' ? say.sdkAbout : say.otelAbout}</p>
          )}
          <Code snippet={snippet} />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}

function Code({ snippet: { name, install, code } }: { snippet: Snippet }) {
  return (
    <>
      {install ? (
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <span className="text-muted">{say.install}</span>
          <code className="break-all select-all">{install}</code>
        </p>
      ) : null}
      <CodeBlock label={say.codeOf(name)} code={code} />
    </>
  )
}

/** `last4` undefined: not known yet. */
function AboutWay({ project, way, last4 }: { project: Project; way: OpenAiKeyWay; last4: string | null | undefined }) {
  if (way === 'own') return <p className="max-w-[70ch] text-sm text-muted">{say.way.ownAbout}</p>
  if (last4 === undefined) return null
  if (last4 !== null) return <p className="max-w-[70ch] text-sm text-muted">{say.way.storedAbout(last4)}</p>
  const store = canManage(project) ? (
    <ButtonLink to="/projects/$id/settings" params={{ id: project.id }} hash="openai-key">
      {say.way.store}
    </ButtonLink>
  ) : null
  return (
    <Notice tone="warn" action={store}>
      {say.way.storedMissing}
    </Notice>
  )
}
