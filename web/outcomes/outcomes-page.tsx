import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useState } from 'react'
import type { DaysPage, DayView } from '../../src/outcomes/api.ts'
import { projectQuery } from '../teams/queries.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { TableBones } from '../ui/skeleton.tsx'
import { words } from '../words/index.ts'
import { DayForm } from './day-form.tsx'
import { type DayDeed, DayTable } from './day-table.tsx'
import { History } from './history.tsx'
import { outcomeDaysQuery, outcomesPath } from './queries.ts'
import { RemoveTotal } from './remove-total.tsx'
import { ScaleLine } from './scale-line.tsx'
import { Singles } from './singles.tsx'
import { UploadFile } from './upload-file.tsx'

const route = getRouteApi('/app/projects/$id/outcomes')
const say = words.outcomes

type Doing = { deed: 'enter' | 'upload' } | { deed: DayDeed; day: DayView } | null

export function OutcomesPage() {
  const { id } = route.useParams()
  const [doing, setDoing] = useState<Doing>(null)
  const project = useQuery(projectQuery(id))
  const days = useInfiniteQuery(outcomeDaysQuery(id))
  const first = days.data?.pages[0]
  const close = () => setDoing(null)
  return (
    <Loaded query={project} skeleton={<TableBones rows={8} />}>
      {(found) => (
        <Page
          title={say.titleOf(found.name)}
          over={<ProjectLink id={id} name={found.name} />}
          under={say.about}
          actions={first?.mayEnter ? <Actions start={(deed) => setDoing({ deed })} /> : null}
        >
          {found.archivedAt ? <Notice>{say.archived}</Notice> : null}
          <Loaded query={days} skeleton={<TableBones rows={8} />}>
            {({ pages }) => {
              const rows = pages.flatMap((page) => page.items)
              if (rows.length === 0)
                return (
                  <NoOutcomes
                    id={id}
                    mayEnter={pages[0]?.mayEnter ?? false}
                    enter={() => setDoing({ deed: 'enter' })}
                  />
                )
              return (
                <div className="flex flex-col gap-4">
                  <p role="status" className="sr-only">
                    {say.shown(rows.length)}
                  </p>
                  <DayTable
                    rows={rows}
                    scale={first?.scale ?? null}
                    mayCorrect={first?.mayCorrect ?? false}
                    start={(deed, day) => setDoing({ deed, day })}
                  />
                  <LoadMore pages={days} />
                  <Footer id={id} page={first} />
                </div>
              )
            }}
          </Loaded>
          {first ? <Dialogs id={id} page={first} doing={doing} close={close} /> : null}
        </Page>
      )}
    </Loaded>
  )
}

function Dialogs({ id, page, doing, close }: { id: string; page: DaysPage; doing: Doing; close: () => void }) {
  if (doing === null) return null
  const { deed } = doing
  if (!('day' in doing)) {
    return deed === 'enter' ? (
      <DayForm projectId={id} page={page} day={null} close={close} />
    ) : (
      <UploadFile projectId={id} close={close} />
    )
  }
  const { day } = doing
  const of = { projectId: id, day: day.costDay, task: day.task }
  if (deed === 'correct') return <DayForm projectId={id} page={page} day={day} close={close} />
  if (deed === 'remove') return <RemoveTotal projectId={id} day={day} close={close} />
  if (deed === 'history') return <History of={of} close={close} />
  return <Singles of={of} mayCorrect={page.mayCorrect} close={close} />
}

function Actions({ start }: { start: (deed: 'enter' | 'upload') => void }) {
  return (
    <>
      <Button onClick={() => start('upload')}>{say.upload}</Button>
      <Button tone="primary" onClick={() => start('enter')}>
        {say.enter}
      </Button>
    </>
  )
}

function Footer({ id, page }: { id: string; page: DaysPage | undefined }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      {page?.scale ? <ScaleLine projectId={id} scale={page.scale} mayChange={page.mayCorrect} /> : <span />}
      <a
        href={`${outcomesPath(id)}/export`}
        download
        className="inline-flex min-h-9 items-center gap-1.5 rounded-md border border-line-strong/60 bg-raised px-3 text-sm font-medium whitespace-nowrap hover:bg-surface pointer-coarse:min-h-11"
      >
        <Download aria-hidden="true" className="size-4" />
        {say.export}
      </a>
    </div>
  )
}

/** One next step, and the way for programs. */
function NoOutcomes({ id, mayEnter, enter }: { id: string; mayEnter: boolean; enter: () => void }) {
  if (!mayEnter) return <Empty title={say.none}>{say.noneArchived}</Empty>
  return (
    <Empty
      title={say.none}
      action={
        <span className="flex flex-wrap gap-2">
          <Button tone="primary" onClick={enter}>
            {say.enter}
          </Button>
          <ButtonLink to="/projects/$id/connect" params={{ id }}>
            {say.connect}
          </ButtonLink>
        </span>
      }
    >
      {say.noneNext}
    </Empty>
  )
}

function ProjectLink({ id, name }: { id: string; name: string }) {
  return (
    <Link
      to="/projects/$id"
      params={{ id }}
      dir="auto"
      className="inline-block max-w-full truncate align-bottom underline-offset-4 hover:underline"
    >
      {name}
    </Link>
  )
}
