import { Readable } from 'node:stream'
import { type Actor, visibleTeams } from '../../people/actor.ts'
import type { CostDay } from '../../platform/cost-day.ts'
import { csvWriter } from '../../platform/csv.ts'
import type { Db } from '../../platform/db/database.ts'
import { type Decided, decideAll } from '../decide-all.ts'
import type { OutcomesDeps } from '../deps.ts'
import { meanOnScale, type Scale } from '../feedback.ts'
import type { OutcomeAnswer } from '../outcome.ts'
import { type ListedDay, listDays } from '../store/list-days.ts'
import { counterNames } from '../store/project-facts.ts'
import { readOutcomeScales } from '../store/read-days.ts'
import type { DayKey } from '../sum-days.ts'
import { type Deed, enterAsPerson, openProject, ownItems, personAs } from '../write-as-person.ts'
import { answerOf, detailOf } from './answer.ts'
import type { FileAnswer } from './api.ts'
import { counterTitle, FIELDS, TITLES } from './columns.ts'
import type { CsvFile } from './csv-file.ts'
import { readFile } from './read-file.ts'
import { takeFile } from './take-file.ts'

const PREVIEW_REASON = '-'
const PAGE = 1_000
const LINES_AT_ONCE = 5_000
const COLUMNS = FIELDS.map((field) => TITLES[field])
const NUMBERS = COLUMNS.filter((title) => title !== TITLES.task)

/** Outcomes as files: what a person uploads, and what they can have. */
export function createFiles(deps: OutcomesDeps) {
  const { db } = deps.database

  async function take(file: CsvFile, projectId: string) {
    const read = await readFile(file)
    const scale = (await readOutcomeScales(db, [projectId])).get(projectId) ?? null
    const now = await deps.sharedNow()
    return { read, now, taken: await takeFile(read, { now, scale }) }
  }

  async function look(actor: Actor, projectId: string, file: CsvFile) {
    const project = await openProject(deps, actor, projectId)
    const { read, now, taken } = await take(file, projectId)
    const by = personAs(actor, project, 'csv', PREVIEW_REASON)
    const ours = await ownItems(deps, actor, projectId, taken.given)
    const decided = await decideAll(db, { projectId, by, now }, ours.items)
    return { read, answers: taken.answers(ours.answers(decided.answers)) }
  }

  return {
    /** What would become of each line. Nothing is written. */
    async preview(actor: Actor, projectId: string, file: CsvFile): Promise<FileAnswer> {
      const { read, answers } = await look(actor, projectId, file)
      return answerOf(read, answers)
    },

    /**
     * The good lines are taken; the others are named. Some thousands are one transaction with its row of action, so that a long
     * file keeps nobody waiting; one that was cut off is uploaded again, and what was taken is a duplicate.
     */
    async load(actor: Actor, projectId: string, file: CsvFile, reason: string): Promise<FileAnswer> {
      const project = await openProject(deps, actor, projectId)
      const { read, taken } = await take(file, projectId)
      const by = personAs(actor, project, 'csv', reason)
      const decided: OutcomeAnswer[] = []
      for (let place = 0; place < taken.given.length; place += LINES_AT_ONCE) {
        const some = taken.given.slice(place, place + LINES_AT_ONCE)
        decided.push(...(await enterAsPerson(deps, { actor, project, by }, some, deedOf)))
      }
      return answerOf(read, taken.answers(decided))
    },

    /** The refused lines as they are, each with its reason, to be put right and uploaded again. */
    async refused(actor: Actor, projectId: string, file: CsvFile): Promise<Readable> {
      const { read, answers } = await look(actor, projectId, file)
      const width = Math.max(read.header.length, ...answers.map(({ line }) => line.cells.length))
      const header = Array.from({ length: width }, (_column, place) => read.header[place] ?? '')
      const places = header.map((_title, place) => String(place))
      const csv = csvWriter([...places, 'line', 'why'], [], { header: false })
      function* rows() {
        yield [...header, '줄', '사유']
        for (const answer of answers) {
          const why = detailOf(answer)
          if (why !== null) yield [...padded(answer.line.cells, width), String(answer.line.number), why]
        }
      }
      return piped(Readable.from(rows()), csv)
    },

    async template(actor: Actor, projectId: string): Promise<Readable> {
      await deps.project(actor, projectId)
      return piped(Readable.from([]), csvWriter([...COLUMNS, ...(await counterColumns(db, projectId))]))
    },

    /** What counts, the newest day first. It can be uploaded again: totals are then what they were. */
    async export(actor: Actor, projectId: string, span: { from?: CostDay | undefined; to?: CostDay | undefined }) {
      await deps.project(actor, projectId)
      const counters = [...(await counterNames(db, projectId))].toSorted()
      const titles = counters.map(counterTitle)
      const scale = (await readOutcomeScales(db, [projectId])).get(projectId) ?? null
      const reach = { projectId, teamIds: visibleTeams(actor) }
      async function* rows() {
        let after: DayKey | null = null
        while (true) {
          const page: ListedDay[] = await listDays(db, reach, span, { after, limit: PAGE })
          for (const row of page) yield rowOf(row, scale, counters)
          const last = page.at(-1)
          if (page.length < PAGE || last === undefined) return
          after = { costDay: last.costDay, task: last.task }
        }
      }
      return piped(Readable.from(rows()), csvWriter([...COLUMNS, ...titles, '출처'], [...NUMBERS, ...titles]))
    },
  }
}

function deedOf({ answers }: Decided): Deed {
  const count = (wanted: string) => answers.filter(({ result }) => result === wanted).length
  return { kind: 'outcomes.imported', after: { stored: count('stored'), replaced: count('replaced') } }
}

const SOURCES = { api: 'API', sdk: 'SDK', form: '직접 입력', csv: 'CSV' }

function rowOf(row: ListedDay, scale: Scale | null, counters: readonly string[]): string[] {
  const { costDay, task, attempts, successes, score, low, high, feedbackSum, feedbackCount, source } = row
  const mean = score ?? (scale && feedbackCount > 0 ? meanOnScale(feedbackSum, feedbackCount, scale) : null)
  const feedback =
    mean === null ? ['', '', '', ''] : [mean, String(feedbackCount), low ?? scale?.min ?? '', high ?? scale?.max ?? '']
  const counts = counters.map((name) => String(row.counters[name] ?? ''))
  return [
    costDay,
    task,
    String(attempts),
    String(successes),
    ...feedback,
    ...counts,
    source ? SOURCES[source] : '개별 기록',
  ]
}

async function counterColumns(db: Db, projectId: string): Promise<string[]> {
  return [...(await counterNames(db, projectId))].toSorted().map(counterTitle)
}

function padded(cells: readonly string[], width: number): string[] {
  return Array.from({ length: width }, (_cell, place) => cells[place] ?? '')
}

function piped(rows: Readable, csv: ReturnType<typeof csvWriter>): Readable {
  return rows.on('error', (error) => csv.destroy(error)).pipe(csv)
}
