/** Money as X12 writes it: a plain decimal, at most two places, no zeros in front. */
import { type Cents, cents } from '@tally/kernel'

/** The cents that `text` writes; null when it writes no amount. */
export function centsIn(text: string | undefined): Cents | null {
  const parts = /^(-?)(\d{0,13})(?:\.(\d{1,2}))?$/.exec(text ?? '')
  if (!parts || (!parts[2] && !parts[3])) return null
  const size = Number(parts[2] || '0') * 100 + Number((parts[3] ?? '').padEnd(2, '0'))
  return cents(parts[1] ? -size : size)
}

/** `16000` is `160`, `17255` is `172.55`, `-40` is `-0.40`. */
export function amountOf(amount: Cents): string {
  const size = Math.abs(amount)
  const rest = size % 100
  const dollars = (size - rest) / 100
  const text = rest === 0 ? `${dollars}` : `${dollars}.${String(rest).padStart(2, '0')}`
  return amount < 0 ? `-${text}` : text
}
