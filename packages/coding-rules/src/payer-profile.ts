/**
 * How a payer wants a day coded and what it pays by, as data: a profile for each family (6.8 of the coding
 * rules), over which a payer's own `rules` lay any key. Nothing below branches on a family's name; a profile
 * also names the editions it follows.
 */
import { type Cents, cents, type PayerFamily, type ServiceDate, serviceDate } from '@tally/kernel'
import { z } from 'zod'
import { modifierClasses } from './modifier-class.ts'

const amount = z
  .int()
  .min(0)
  .transform((whole): Cents => cents(whole))
const percent = z.number().int().min(0).max(200)
const codes = z.array(z.string().regex(/^[0-9A-Z]{5}$/))
const modifier = z.string().regex(/^[0-9A-Z]{2}$/)
const cap = z.int().min(0).nullable()

/** What the unit fees are taken from. */
const priceBasis = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('medicare') }),
  z.strictObject({ kind: z.literal('percent-of-medicare'), percent }),
  z.strictObject({ kind: z.literal('schedule'), unitCents: z.record(z.string(), amount) }),
  z.strictObject({ kind: z.literal('per-diem'), dayCents: amount }),
])

const profile = z.strictObject({
  unitRule: z.enum(['cms-pooled', 'per-code', 'full-15']),
  /** Most 15-minute units, and most units of any kind, that the payer takes a day; null: no cap. */
  dailyTimedCap: cap,
  dailyVisitCap: cap,
  /** 1: percent rounded, 11 or more; 2: tenth of the minutes rounded, plus one. */
  untimedAssistantMethod: z.union([z.literal(1), z.literal(2)]),
  /** Which modifiers the payer demands. */
  disciplineModifiers: z.boolean(),
  assistantModifiers: z.boolean(),
  kx: z.boolean(),
  abn: z.boolean(),
  video: modifier.nullable(),
  audio: modifier.nullable(),
  /** Codes that want RT or LT. */
  sideCodes: codes,
  /** On the second line of a split service; null: none. */
  splitLineModifier: modifier.nullable(),
  /** What goes on column 2 where there is evidence. */
  distinctModifier: z.enum(['59', 'XE', 'XP', 'XS', 'XU']),
  /** Taken off wherever the clinic sent them. */
  suppressedModifiers: z.array(modifier),
  modifierOrder: z.array(z.enum(modifierClasses)).length(modifierClasses.length),
  /** `legacy`: also the pairs that ended with 2019, which some payers still apply. */
  ncci: z.enum(['medicare', 'medicaid', 'legacy', 'none']),
  mue: z.boolean(),
  /** Bill this code in place of 97014; null: 97014 itself. */
  unattendedStimulationAs: z.string().nullable(),
  /** Bundled: never paid, and nobody's to pay. */
  bundled: codes,
  /** Never covered: the patient's to pay, beside a voluntary ABN. */
  excluded: codes,
  /** Never covered when a physical therapist furnishes it. */
  excludedForPt: codes,
  price: priceBasis.nullable(),
  mppr: z.enum(['practice-expense', 'allowed', 'none']),
  mpprPercent: percent.max(100),
  /** false: once a line, whose units stay together. */
  mpprPerUnit: z.boolean(),
  mpprScope: z.enum(['all', 'discipline']),
  lesserOfCharge: z.boolean(),
  /** Rates of payment; null: Medicare's of the date for Medicare B, else unknown. */
  coinsurancePercent: percent.max(100).nullable(),
  assistantReductionPercent: percent.max(100).nullable(),
  sequestrationPercent: percent.max(100).nullable(),
  medicareRates: z.boolean(),
  editions: z.array(z.string()),
})

export type PayerRules = z.output<typeof profile>
/** A payer's own rules: any key of a profile, and no other. */
export const payerOverrides = profile.partial()

const medicareB: PayerRules = {
  ...{ unitRule: 'cms-pooled', dailyTimedCap: null, dailyVisitCap: null, untimedAssistantMethod: 1 },
  ...{ disciplineModifiers: true, assistantModifiers: true, kx: true, abn: true },
  ...{ video: null, audio: '93', sideCodes: [], splitLineModifier: null, distinctModifier: '59' },
  ...{ suppressedModifiers: [], modifierOrder: [...modifierClasses] },
  ...{ ncci: 'medicare', mue: true, unattendedStimulationAs: 'G0283' },
  ...{ bundled: ['97010', '97602'], excluded: ['97037', 'G0282'], excludedForPt: ['20560', '20561'] },
  ...{ price: { kind: 'medicare' }, mppr: 'practice-expense', mpprPercent: 50, mpprPerUnit: true },
  ...{ mpprScope: 'all', lesserOfCharge: true },
  ...{ coinsurancePercent: null, assistantReductionPercent: null, sequestrationPercent: null },
  ...{ medicareRates: true, editions: ['MCPM ch.5 s20.2.C', 'NCCI PTP 2026Q3', 'MUE 2026Q2', 'RVU26C'] },
}
const advantage: PayerRules = {
  ...medicareB,
  ...{ kx: false, abn: false, price: null, medicareRates: false, video: '95' },
  editions: ['MCPM ch.5 s20.2.C', 'NCCI PTP 2026Q3', 'MUE 2026Q2'],
}
const otherPublic: PayerRules = {
  ...advantage,
  ...{ unattendedStimulationAs: null, bundled: [], excluded: [], excludedForPt: [] },
}
const commercial: PayerRules = {
  ...otherPublic,
  unitRule: 'per-code',
  editions: ['CPT midpoint', 'NCCI PTP 2026Q3', 'MUE 2026Q2'],
}
const byState: PayerRules = {
  ...commercial,
  ...{ assistantModifiers: false, ncci: 'none', mue: false, mppr: 'none', editions: ['CPT midpoint'] },
}

export const familyRules: Readonly<Record<PayerFamily, PayerRules>> = {
  'medicare-b': medicareB,
  'medicare-advantage': advantage,
  medicaid: { ...otherPublic, assistantModifiers: false, ncci: 'medicaid' },
  commercial,
  tricare: { ...otherPublic, bundled: ['97010'] },
  va: { ...otherPublic, bundled: ['97010'] },
  'workers-comp': byState,
  auto: { ...byState, disciplineModifiers: false },
  'self-pay': { ...byState, disciplineModifiers: false, video: null, audio: null },
}

/** The last day on which the pairs of the legacy list were Medicare's own. */
export const legacyPairsOf: ServiceDate = serviceDate('2019-12-31')

export interface PayerToFollow {
  readonly family: PayerFamily
  readonly rules?: Readonly<Record<string, unknown>>
}

export type RulesOfPayer = {
  readonly rules: PayerRules
  /** Overrides that fit no key of a profile, each with its pointer under `/payer/rules`; they are not applied. */
  readonly misfits: readonly { readonly pointer: string; readonly says: string }[]
}

/** The family's rules with the payer's own over them, key by key. */
export function rulesOf({ family, rules }: PayerToFollow): RulesOfPayer {
  const base = familyRules[family]
  if (!rules || Object.keys(rules).length === 0) return { rules: base, misfits: [] }
  const parsed = payerOverrides.safeParse(rules)
  if (parsed.success) return { rules: { ...base, ...given(parsed.data) }, misfits: [] }
  const misfits = parsed.error.issues.flatMap((issue) => {
    const paths =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    return paths.map((path) => ({
      pointer: `/payer/rules/${path.map(String).join('/')}`,
      says: issue.code === 'unrecognized_keys' ? 'is no key of a payer profile' : 'does not fit its key',
    }))
  })
  return { rules: base, misfits }
}

function given(keys: z.output<typeof payerOverrides>): Partial<PayerRules> {
  return Object.fromEntries(
    Object.entries(keys).filter(([, value]) => value !== undefined),
  ) as Partial<PayerRules>
}
