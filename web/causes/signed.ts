import { formatSigned } from '../words/format.ts'

/** `+$690.93`, `−$15.55`, `$0.00` */
export function signed(amount: string): string {
  return formatSigned({ amount, currency: 'USD' })
}
