import { all, type Row, row } from './row.ts'

/** Programs come with a key of their project; people have their own way in. */
export const OUTCOME_ROWS: Readonly<Record<string, Row>> = {
  'POST /api/outcomes': row(all(401), () => ({ body: { outcomes: [{ success: true }] } })),
}
