import { useState } from 'react'
import type { Project } from '../../src/teams/api.ts'
import { api } from '../platform/api.ts'
import { useWrite } from '../platform/write.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { ProblemNote } from '../ui/notice.tsx'
import { SettingsSection } from '../ui/page.tsx'
import { words } from '../words/index.ts'

const say = words.projects.archive

export function ArchiveProject({ project }: { project: Project }) {
  const [asking, setAsking] = useState(false)
  const archive = useWrite({
    act: () => api.post(`/api/projects/${project.id}/archive`),
    say: () => say.done,
    done: () => setAsking(false),
  })
  const restore = useWrite({ act: () => api.post(`/api/projects/${project.id}/restore`), say: () => say.restored })
  return (
    <SettingsSection title={say.title} about={say.about}>
      {restore.error ? <ProblemNote error={restore.error} /> : null}
      {project.archivedAt ? (
        <Button pending={restore.isPending} onClick={() => restore.mutate()} className="self-start">
          {say.restore}
        </Button>
      ) : (
        <Button onClick={() => setAsking(true)} className="self-start">
          {say.submit}
        </Button>
      )}
      <Confirm
        open={asking}
        close={() => {
          setAsking(false)
          archive.reset()
        }}
        title={say.dialogTitle(project.name)}
        body={say.about}
        confirm={say.confirm}
        act={() => archive.mutate()}
        pending={archive.isPending}
        error={archive.error}
      />
    </SettingsSection>
  )
}
