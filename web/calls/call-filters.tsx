import { useQuery } from '@tanstack/react-query'
import { type Choice, SelectField, TextField } from '../ui/field.tsx'
import { formatCount } from '../words/format.ts'
import { words } from '../words/index.ts'
import {
  type CallsSearch,
  PERIODS,
  RESULTS,
  readCallsSearch,
  SOURCES,
  spanOf,
  type TextFilter,
} from './calls-search.ts'
import { callChoicesQuery } from './queries.ts'

const say = words.calls
const DIMENSIONS = ['task', 'intent', 'model', 'user'] as const

type Props = { projectId: string; search: CallsSearch; change: (next: CallsSearch) => void }

/** Each change goes to the address. The choices are what the sums of the period know, the most frequent first. */
export function CallFilters({ projectId, search, change }: Props) {
  const choices = useQuery(callChoicesQuery(projectId, spanOf(search))).data
  const set = (part: { [name in keyof CallsSearch]?: string | undefined }) =>
    change(readCallsSearch({ ...search, ...part }))
  const isTyped = search.from !== undefined || search.to !== undefined
  const typed = spanOf(search)
  return (
    <search className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-5">
      <SelectField
        label={say.filters.period}
        value={isTyped ? 'typed' : (search.period ?? '7')}
        onChange={({ target }) =>
          target.value === 'typed' ? set({ ...typed, period: '7' }) : set({ period: target.value, from: '', to: '' })
        }
        choices={[
          ...PERIODS.map((period) => ({ value: period, label: say.periods[period] })),
          { value: 'typed', label: say.periods.typed },
        ]}
      />
      {isTyped
        ? (['from', 'to'] as const).map((side) => (
            <TextField
              key={side}
              type="date"
              label={say.filters[side]}
              value={search[side] ?? ''}
              max={side === 'from' ? search.to : undefined}
              min={side === 'to' ? search.from : undefined}
              onChange={({ target }) => set({ [side]: target.value })}
            />
          ))
        : null}
      {DIMENSIONS.map((name) => (
        <SelectField
          key={name}
          label={say.filters[name]}
          value={search[name] === undefined ? '' : `=${search[name]}`}
          onChange={({ target }) => set({ [name]: target.value === '' ? undefined : target.value.slice(1) })}
          choices={valuesOf(name, search[name], choices?.[name] ?? [])}
        />
      ))}
      <SelectField
        label={say.filters.result}
        value={search.result ?? ''}
        onChange={({ target }) => set({ result: target.value })}
        choices={[ALL, ...RESULTS.map((result) => ({ value: result, label: say.results[result] }))]}
      />
      <SelectField
        label={say.filters.source}
        value={search.source ?? ''}
        onChange={({ target }) => set({ source: target.value })}
        choices={[ALL, ...SOURCES.map((source) => ({ value: source, label: say.sources[source] }))]}
      />
      <SelectField
        label={say.filters.key}
        value={search.key ?? ''}
        onChange={({ target }) => set({ key: target.value })}
        choices={[
          ALL,
          ...(choices?.keys ?? []).map((key) => ({
            value: key.id,
            label: say.key(key.name, key.lastFour, key.isRevoked),
          })),
        ]}
      />
      <SelectField
        label={say.filters.priced}
        value={search.priced ?? ''}
        onChange={({ target }) => set({ priced: target.value })}
        choices={[ALL, { value: 'yes', label: say.priced.yes }, { value: 'no', label: say.priced.no }]}
      />
    </search>
  )
}

const ALL: Choice = { value: '', label: say.all }

/** What the address asks for is among them, known or not. */
function valuesOf(
  name: Exclude<TextFilter, 'trace'>,
  asked: string | undefined,
  known: readonly { value: string; calls: number }[],
): Choice[] {
  const missing = asked === undefined || known.some(({ value }) => value === asked) ? [] : [{ value: asked, calls: 0 }]
  return [
    ALL,
    ...[...missing, ...known].map(({ value, calls }) => ({
      value: `=${value}`,
      label: say.choice(value === '' ? say.missing[name] : value, formatCount(calls)),
    })),
  ]
}
