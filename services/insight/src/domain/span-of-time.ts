/** A length of time as a person reads it: `0.4 ms`, `1.25 s`, `2 h 3 min`. */

/** Of a millisecond. */
const tenthUs = 100

export function lasting(us: number): string {
  if (us < 9_950) return `${withPoint(Math.round(us / tenthUs), 1)} ms`
  if (us < 999_500) return `${Math.round(us / 1_000)} ms`
  if (us < 59_995_000) return `${withPoint(Math.round(us / 10_000), 2)} s`
  const minutes = Math.round(us / 60_000_000)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `125` with its point before the last two digits: `1.25`. */
function withPoint(count: number, digits: number): string {
  const text = String(count).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
