import { cleanText } from '../../calls/index.ts'
import { sentenceFor } from '../../platform/http/words.ts'
import { outcomeErrors } from '../words.ko.ts'
import { type FileAnswer, type LineView, MOST_SHOWN } from './api.ts'
import { counterTitle, FIELDS, TITLES } from './columns.ts'
import type { Read } from './read-file.ts'
import type { LineAnswer } from './take-file.ts'

const SAMPLE = 10
const MOST_CELLS = 20

export function answerOf(read: Read, answers: readonly LineAnswer[]): FileAnswer {
  const of = (result: LineAnswer['result']) => answers.filter((answer) => answer.result === result)
  const [stored, replaced, duplicates, refused] = [of('stored'), of('replaced'), of('duplicate'), of('refused')]
  return {
    encoding: read.encoding,
    delimiter: read.delimiter === ';' ? ';' : read.delimiter === '\t' ? '\t' : ',',
    columns: columnsOf(read),
    ignored: read.columns.ignored.map(shortened),
    lines: answers.length,
    stored: stored.length,
    replaced: replaced.length,
    duplicates: duplicates.length,
    refused: refused.length,
    refusedLines: refused.slice(0, MOST_SHOWN).map(viewOf),
    replacedLines: replaced.slice(0, MOST_SHOWN).map(viewOf),
    sample: answers
      .filter(({ result }) => result !== 'refused')
      .slice(0, SAMPLE)
      .map(viewOf),
  }
}

/** Why a line was refused, in Korean. */
export function detailOf(answer: LineAnswer): string | null {
  if (answer.result !== 'refused') return null
  return sentenceFor(outcomeErrors, answer.reason, { line: answer.like ?? 0 })
}

function viewOf(answer: LineAnswer): LineView {
  const { line, given, result } = answer
  return {
    line: line.number,
    result,
    costDay: given?.costDay ?? null,
    task: given?.task ?? null,
    attempts: given?.attempts ?? null,
    successes: given?.successes ?? null,
    feedback: given?.feedback ?? null,
    cells: result === 'refused' ? line.cells.slice(0, MOST_CELLS).map(shortened) : [],
    reason: result === 'refused' ? answer.reason : null,
    detail: detailOf(answer),
  }
}

function columnsOf({ header, columns }: Read) {
  const at = (place: number) => shortened(header[place] ?? '')
  return [
    ...FIELDS.flatMap((field) => {
      const place = columns.fields.get(field)
      return place === undefined ? [] : [{ title: TITLES[field], header: at(place) }]
    }),
    ...columns.counters.map(({ name, place }) => ({ title: shortened(counterTitle(name)), header: at(place) })),
  ]
}

const shortened = (text: string): string => cleanText(text) ?? ''
