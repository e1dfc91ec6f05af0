/** EB and what follows it, loop 2110 (x12.md 3.2). */
import { centsIn, quantityIn } from '../reader/amount.ts'
import { compositeAt } from '../reader/composite.ts'
import { daysIn } from '../reader/date-in.ts'
import type { Report } from '../reader/finding.ts'
import { element, given, repetitions, type Segment } from '../reader/segment.ts'
import type { Loop } from '../reader/split-at.ts'
import type { Benefit, DatedAs, Delivery, Entity, Network, YesNo } from './benefit.ts'

export function readBenefit([eb, ...following]: Loop, report: Report): Benefit {
  return {
    code: given(eb, 1) ?? '',
    coverageLevel: given(eb, 2),
    serviceTypes: repetitions(eb, 3)
      .map((type) => type.trim())
      .filter((type) => type !== ''),
    insuranceType: given(eb, 4),
    planName: given(eb, 5),
    period: given(eb, 6),
    amountCents: informed(eb, 7, centsIn, report),
    percent: informed(eb, 8, percentIn, report),
    quantityQualifier: given(eb, 9),
    quantity: informed(eb, 10, quantityIn, report),
    authorizationRequired: yesNo(given(eb, 11)),
    network: networkOf(given(eb, 12)),
    procedureCode: compositeAt(eb, 13).parts[1] ?? null,
    deliveries: following.filter(({ tag }) => tag === 'HSD').map(deliveryOf),
    dates: datesIn(following),
    messages: following.filter(({ tag }) => tag === 'MSG').flatMap((msg) => given(msg, 1) ?? []),
    references: referencesIn(following),
    entities: following.filter(({ tag }) => tag === 'NM1').map(entityOf),
    segment: eb.ordinal,
  }
}

/** null when left out; null and a warning when it is there and is none. */
function informed<T>(
  eb: Segment,
  position: number,
  read: (text: string) => T | null,
  report: Report,
): T | null {
  if (given(eb, position) === null) return null
  const value = read(element(eb, position))
  if (value === null) report('warn', 'benefit/no-number', eb, 'this is no number; it is left out', position)
  return value
}

/**
 * The share in percent of a fraction from 0 to 1, by moving the point. Above 1 nobody knows what was meant.
 */
export function percentIn(text: string): number | null {
  const parts = /^(\d*)\.?(\d*)$/.exec(text.trim())
  const [, whole = '', decimals = ''] = parts ?? []
  if (whole === '' && decimals === '') return null
  const percent = Number(`${whole}${decimals.slice(0, 2).padEnd(2, '0')}.${decimals.slice(2)}`)
  return percent <= 100 ? percent : null
}

function yesNo(sign: string | null): YesNo {
  return sign === 'Y' ? 'yes' : sign === 'N' ? 'no' : 'unknown'
}

/** W: it makes no difference. */
function networkOf(sign: string | null): Network {
  return sign === 'Y' ? 'in' : sign === 'N' ? 'out' : sign === 'W' ? 'either' : 'unknown'
}

function deliveryOf(hsd: Segment): Delivery {
  return {
    quantityQualifier: given(hsd, 1) ?? '',
    quantity: quantityIn(element(hsd, 2)),
    period: given(hsd, 5) ?? '',
    periods: quantityIn(element(hsd, 6)),
  }
}

/** Dates that end something; a single day under any other qualifier is where it begins. 341 COBRA, 343 paid to, 540 policy. */
const endings: ReadonlySet<string> = new Set(['194', '341', '343', '347', '349', '357', '540', '096'])

export function datesIn(segments: readonly Segment[]): DatedAs[] {
  return segments
    .filter(({ tag }) => tag === 'DTP')
    .map((dtp) => {
      const qualifier = given(dtp, 1) ?? ''
      const { from, to } = daysIn(element(dtp, 3))
      if (given(dtp, 2) === 'RD8') return { qualifier, from, to }
      return endings.has(qualifier) ? { qualifier, from: null, to: from } : { qualifier, from, to: null }
    })
}

export function referencesIn(segments: readonly Segment[]) {
  return segments
    .filter(({ tag }) => tag === 'REF')
    .map((ref) => ({ qualifier: given(ref, 1) ?? '', value: given(ref, 2) ?? '' }))
}

export function entityOf(nm1: Segment): Entity {
  return { role: given(nm1, 1) ?? '', name: given(nm1, 3) ?? '', id: given(nm1, 9) }
}
