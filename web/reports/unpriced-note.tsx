import type { Unpriced } from '../../src/reports/api.ts'
import { isAdmin, useMe } from '../platform/session.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { formatSpan, formatWhole } from '../words/format.ts'
import { words } from '../words/index.ts'

const SHOWN = 3
const say = words.spend

/** What the sums of this page leave out, since nobody knows its price. */
export function UnpricedNote({ unpriced }: { unpriced: Unpriced | null }) {
  const me = useMe()
  if (!unpriced) return null
  const rest = unpriced.models.length - SHOWN
  const shown = unpriced.models.slice(0, SHOWN).join(', ')
  const models = rest > 0 ? `${shown} ${say.unpricedMore(rest)}` : shown
  const span = formatSpan(unpriced.days[0] ?? '', unpriced.days.at(-1) ?? '')
  return (
    <Notice
      tone="warn"
      action={
        <ButtonLink to="/prices" tone="quiet">
          {isAdmin(me) ? say.unpricedLink : say.unpricedSee}
        </ButtonLink>
      }
    >
      {unpriced.tokens === '0'
        ? say.unpricedNoTokens(span, models)
        : say.unpricedLeftOut(span, formatWhole(unpriced.tokens), models)}
    </Notice>
  )
}
