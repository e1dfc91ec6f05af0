/** Visit limits in free text, as some payers send them: worth keeping, never worth much trust. */

export interface MessageVisits {
  readonly kind: 'limit' | 'used' | 'remaining'
  readonly visits: number
  readonly period: string | null
}

/** A clause of money or leave counts no visits: "$30 COPAY PER VISIT", "AUTH REQUIRED AFTER 12 VISITS". */
const ofSomethingElse =
  /CO-?\s?PAY|CO-?INS|DEDUCT|AUTH|PRE-?CERT|PRE-?DETERM|REFERRAL|REVIEW|(PER|EACH|EVERY) VISIT\b|PER (DAY|DATE|DOS)\b|A DAY\b/

/** How many visits `message` speaks of; null when of none, of visits a day, or of what a visit costs or needs. */
export function visitsIn(message: string): MessageVisits | null {
  const text = message.toUpperCase()
  for (const clause of text.split(/[.;,]/)) {
    if (ofSomethingElse.test(clause)) continue
    const before = /(?<![$\d])\b(\d{1,3})\s+(?:[A-Z/,]+\s+){0,3}VISITS?\b/.exec(clause)
    const after = /\bVISITS?\b[^0-9$]{0,24}\b(\d{1,3})\b/.exec(clause)
    const visits = before?.[1] ?? after?.[1]
    if (visits === undefined) continue
    const kind = /REMAIN|LEFT\b/.test(clause) ? 'remaining' : /\bUSED\b/.test(clause) ? 'used' : 'limit'
    return { kind, visits: Number(visits), period: periodIn(text) }
  }
  return null
}

function periodIn(text: string): string | null {
  if (/LIFETIME/.test(text)) return 'lifetime'
  if (/(PLAN|BENEFIT|CONTRACT|SERVICE)[ -]YEAR/.test(text)) return 'service-year'
  return /CALENDAR|PER YEAR|ANNUAL|YEARLY/.test(text) ? 'calendar-year' : null
}

export function speaksOfTherapy(message: string): boolean {
  return /\b(PT|PHYS(ICAL)?\.? (THERAPY|MEDICINE)|THERAP(Y|IES)|REHAB\w*)\b/.test(message.toUpperCase())
}

/** Which other disciplines a message puts under one limit with physical therapy. */
export function sharedIn(message: string): string[] {
  const text = message.toUpperCase()
  const joined = /COMBIN|SHARED|AGGREGATE|\bPT\s*[/,&+-]\s*(OT|ST|SLP)\b|\b(OT|ST|SLP)\s*[/,&+-]\s*PT\b/.test(
    text,
  )
  if (!joined) return []
  return [
    ...(/\bOT\b|OCCUPATIONAL/.test(text) ? ['OT'] : []),
    ...(/\bST\b|\bSLP\b|SPEECH/.test(text) ? ['SLP'] : []),
    ...(/CHIRO/.test(text) ? ['chiropractic'] : []),
  ]
}
