import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Project } from '../../src/teams/api.ts'
import { canManage } from '../platform/session.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Bone } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { CreateKey } from './create-key.tsx'
import { freshKeyQuery, projectKeysQuery } from './queries.ts'

const say = words.connect.key

/** The key that the examples are written with, or how one comes by it. */
export function GuideKey({ project }: { project: Project }) {
  const keys = useQuery(projectKeysQuery(project.id))
  const fresh = useQuery(freshKeyQuery(project.id)).data
  const [creating, setCreating] = useState(false)
  const manages = canManage(project)
  return (
    <Loaded query={keys} skeleton={<Bone className="h-16 w-full" />}>
      {({ items }) => {
        const living = items.filter(({ state }) => state === 'active').length
        const isFresh = fresh !== undefined && items.some(({ id, state }) => id === fresh.id && state === 'active')
        return (
          <>
            {isFresh ? (
              <>
                <Notice tone="ok" live>
                  {say.fresh}
                </Notice>
                <CopyField label={say.label} value={fresh.secret} />
              </>
            ) : (
              <p className="text-muted">{sentence(manages, living)}</p>
            )}
            {manages ? (
              <div className="flex flex-wrap gap-2">
                <Button tone={living === 0 ? 'primary' : 'plain'} onClick={() => setCreating(true)}>
                  {living === 0 ? say.create : say.createAnother}
                </Button>
                <ButtonLink to="/projects/$id/settings" params={{ id: project.id }} hash="keys">
                  {say.manage}
                </ButtonLink>
              </div>
            ) : null}
            <CreateKey projectId={project.id} open={creating} close={() => setCreating(false)} inGuide />
          </>
        )
      }}
    </Loaded>
  )
}

function sentence(manages: boolean, living: number): string {
  if (manages) return living === 0 ? say.none : say.have(living)
  return living === 0 ? say.memberNone : say.member
}
