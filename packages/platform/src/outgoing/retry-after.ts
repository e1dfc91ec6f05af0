/** Retry-After (RFC 9110, 10.2.3) as whole seconds from now: a number of them, or a date. */

const dayS = 86_400

/** null: there is none, or it cannot be read. At most a day: a receiver's mistake must not stop it for a year. */
export function secondsOfRetryAfter(header: string | null, nowMillis: number): number | null {
  if (header === null) return null
  const text = header.trim()
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : secondsUntil(text, nowMillis)
  return seconds === null ? null : Math.min(dayS, Math.max(0, seconds))
}

/** IMF-fixdate alone: `Date.parse` would also read `12`, and take a date without a zone for one of this machine's. */
function secondsUntil(text: string, nowMillis: number): number | null {
  if (!/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.ceil((at - nowMillis) / 1_000)
}
