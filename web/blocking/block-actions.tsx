import { useState } from 'react'
import type { Block } from '../../src/blocking/api.ts'
import { Button } from '../ui/button.tsx'
import { words } from '../words/index.ts'
import { ApiKeysDialog } from './api-keys-dialog.tsx'
import { MessageDialog } from './message-dialog.tsx'
import { type ReleaseDeed, ReleaseDialog } from './release-dialog.tsx'

const say = words.blocking

/** Ask for the release or give it, tell the team, and, as the last means, delete keys. */
export function BlockActions({ block, asking }: { block: Block; asking: boolean }) {
  const [deed, setDeed] = useState<ReleaseDeed | null>(null)
  const [isWriting, setWriting] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const { projectId } = block
  return (
    <div className="flex flex-wrap items-center gap-2">
      {block.state === 'open' && block.mayRelease ? (
        <Button tone={asking ? 'primary' : 'plain'} onClick={() => setDeed('approve')}>
          {asking ? say.release.approve : say.release.direct}
        </Button>
      ) : null}
      {block.state === 'open' && block.mayRelease && asking ? (
        <Button onClick={() => setDeed('refuse')}>{say.release.refuse}</Button>
      ) : null}
      {block.state === 'open' && !block.mayRelease && !asking ? (
        <Button onClick={() => setDeed('ask')}>{say.release.ask}</Button>
      ) : null}
      <Button onClick={() => setWriting(true)}>{say.message.open}</Button>
      {block.mayRelease && projectId && block.state === 'open' ? (
        <Button tone="quiet" className="max-sm:-ml-3" onClick={() => setDeleting(true)}>
          {say.apiKeys.open}
        </Button>
      ) : null}
      {deed ? <ReleaseDialog block={block} deed={deed} close={() => setDeed(null)} /> : null}
      {isWriting ? <MessageDialog block={block} close={() => setWriting(false)} /> : null}
      {isDeleting && projectId ? <ApiKeysDialog projectId={projectId} close={() => setDeleting(false)} /> : null}
    </div>
  )
}
