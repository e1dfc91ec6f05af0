/**
 * When a claim goes out: by default at 20:00 of the practice on the day of signing, so that a correction made
 * the same day replaces the draft; what was signed later goes at once (DESIGN.md 3).
 */
import { compareInstants, dayIn, instantIn } from '@tally/kernel'

export const defaultWindow = '20:00'

/** The instant from which it may go; `window` is `at-once` or HH:MM. */
export function readyAt(window: string, zone: string, signedAt: string, now: string): string {
  if (window === 'at-once') return now
  const opens = instantIn(zone, dayIn(zone, signedAt), window)
  return compareInstants(opens, now) > 0 ? opens : now
}
