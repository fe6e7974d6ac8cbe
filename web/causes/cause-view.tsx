import type { Cause } from '../../src/causes/api.ts'
import { formatChange, formatCount, formatMoney, formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'
import { BreakdownTable } from './breakdown-table.tsx'
import { ratioText } from './ratio-text.ts'
import { roundTogether } from './rounding.ts'
import { signed } from './signed.ts'

const say = words.causes

/** The rise as a product of three factors, the same as a sum of amounts, and who of models, keys and users grew. */
export function CauseView({ cause }: { cause: Cause | null }) {
  if (!cause) return <p className="text-muted">{say.none}</p>
  const isQuiet = cause.reach === 'full' && !hasRisen(cause)
  return (
    <div className="flex flex-col gap-4">
      <Comparison cause={cause} />
      {isQuiet ? (
        <>
          <p className="max-w-[70ch] text-muted">{say.notRisen}</p>
          <details>
            <summary className="min-h-6 w-fit text-sm text-muted underline-offset-4 hover:underline">
              {say.showAnyway}
            </summary>
            <div className="mt-3 flex flex-col gap-4">
              <Explanation cause={cause} />
            </div>
          </details>
        </>
      ) : (
        <Explanation cause={cause} />
      )}
      {cause.unpriced.length > 0 ? (
        <p className="max-w-[70ch] text-sm text-warn">
          {say.unpriced(cause.unpriced.map(({ model }) => model ?? say.unknownName).join(', '))}
        </p>
      ) : null}
    </div>
  )
}

function hasRisen({ rise }: Cause): boolean {
  return rise !== null && Number(rise.amount) > 0
}

function Explanation({ cause }: { cause: Cause }) {
  const mode = cause.reach === 'full' ? 'rise' : 'spend'
  return (
    <>
      {cause.reach === 'full' ? null : <p className="max-w-[70ch] text-sm text-muted">{say.reach[cause.reach]}</p>}
      <Factors cause={cause} />
      {cause.reach === 'full' ? <Parts cause={cause} /> : null}
      {cause.reach === 'no-usage' ? null : (
        <div className="grid gap-x-8 gap-y-4 md:grid-cols-3">
          <BreakdownTable kind="models" mode={mode} table={cause.models} />
          <BreakdownTable kind="keys" mode={mode} table={cause.keys} />
          <BreakdownTable kind="users" mode={mode} table={cause.users} />
        </div>
      )}
    </>
  )
}

function Comparison({ cause }: { cause: Cause }) {
  const { spend, usual, rise, usualFrom, usualDays, calls } = cause
  const base = usual ? Number(usual.amount) : 0
  return (
    <div>
      <p className="text-lg font-semibold">
        <span className="num">{formatMoney(spend)}</span>{' '}
        {usual ? (
          <span className="num text-base font-normal text-muted">
            {base > 0 && !hasRisen(cause)
              ? words.spend.ofUsual(formatMoney(usual), formatShare(Number(spend.amount) / base))
              : say.usual(formatMoney(usual))}
            {base > 0 && rise && hasRisen(cause) ? ` · ${formatChange(Number(rise.amount) / base)}` : ''}
          </span>
        ) : null}
      </p>
      {usualFrom ? <p className="text-xs text-muted">{say.usualFrom[usualFrom](usualDays.length)}</p> : null}
      {calls.now !== null ? (
        <p className="text-sm text-muted">
          {calls.usual === null ? say.callsNow(count(calls.now)) : say.calls(count(calls.now), count(calls.usual))}
        </p>
      ) : null}
    </div>
  )
}

/** `호출 ×15.1 · 호출당 토큰 ×0.98 · 단가 ×1.00 = ×14.8` */
function Factors({ cause }: { cause: Cause }) {
  const { growth } = cause
  if (!growth) return null
  const factor = (name: keyof typeof say.factors) => `${say.factors[name]} ${say.times(ratioText(growth[name]))}`
  return (
    <p className="num text-base whitespace-normal">
      {factor('calls')} · {factor('tokensPerCall')} · {factor('price')}{' '}
      <strong className="font-semibold">= {say.times(ratioText(growth.total))}</strong>
    </p>
  )
}

function Parts({ cause }: { cause: Cause }) {
  const shown = roundTogether(cause.parts.map(({ amount }) => amount))
  return (
    <table aria-label={say.partsTable} className="w-full max-w-xl border-collapse text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">{say.part}</th>
          <th scope="col">{say.change}</th>
          <th scope="col">{say.amount}</th>
        </tr>
      </thead>
      <tbody>
        {cause.parts.map(({ part, ratio }, place) =>
          part === 'bill-gap' && Number(shown[place]) === 0 ? null : (
            <tr key={part} className="border-b border-line">
              <th scope="row" className="py-1.5 text-left font-normal">
                {say.parts[part]}
              </th>
              <td className="num py-1.5 text-right text-muted">{ratio === null ? '' : say.times(ratioText(ratio))}</td>
              <td className="num py-1.5 pl-4 text-right">{signed(shown[place] ?? '0')}</td>
            </tr>
          ),
        )}
      </tbody>
      <tfoot>
        <tr className="font-medium">
          <th scope="row" className="py-1.5 text-left font-medium">
            {say.sum}
          </th>
          <td />
          <td className="num py-1.5 pl-4 text-right">{signed(cause.rise?.amount ?? '0')}</td>
        </tr>
      </tfoot>
    </table>
  )
}

function count(text: string): string {
  return formatCount(Math.round(Number(text)))
}
