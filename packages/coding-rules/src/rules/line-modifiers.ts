/**
 * The modifiers of a line: ours, and what the clinic sent beside them. What contradicts the documentation or
 * another modifier is refused, what the payer doesn't want comes off, the rest goes in the payer's order, four
 * at most.
 */
import type { Finding, Reason, ServiceDate, Severity } from '@tally/kernel'
import type { ModifierClass } from '../modifier-class.ts'
import type { PayerRules } from '../payer-profile.ts'
import { findingOf, type RuleCard, reasonOf } from '../rule.ts'
import { once } from '../tables/read-table.ts'
import { modifiers as table } from '../tables/therapy-tables.ts'
import type { Modality } from '../treatment-day-input.ts'

export const contradiction: RuleCard = {
  slug: 'modifier/contradiction',
  edition: '2026',
  citation: 'MCPM ch.5 s20.1; MCPM ch.30 s50; 3.6 of the coding rules',
  sentence:
    'Two plans of care, CQ without GP, CO without GO, KX with GA, GY with GZ, 59 with X, or what the record denies: refused.',
}

export const unknownModifier: RuleCard = {
  slug: 'modifier/unknown',
  edition: '2026',
  citation: 'HCPCS modifiers of therapy claims',
  sentence: 'A modifier in no table of the date is held for a person.',
}

export const kept: RuleCard = {
  slug: 'modifier/of-the-clinic',
  edition: '2026',
  citation: '3.1 of the coding rules; the policy of the payer',
  sentence: 'A modifier the clinic sent stays where nothing contradicts it and the payer takes it.',
}

export const telehealth: RuleCard = {
  slug: 'modifier/telehealth',
  edition: '2026',
  citation: '6.3 of the coding rules; places of service 02 and 10',
  sentence: 'Video and audio are billed from place 02 or 10, with 95 or 93 where the payer wants it.',
}

export const side: RuleCard = {
  slug: 'modifier/side',
  edition: 'payer profile',
  citation: 'the policy of the payer on RT and LT',
  sentence: 'Where the payer wants a side, RT or LT stands on the line.',
}

export const order: RuleCard = {
  slug: 'modifier/order',
  edition: 'payer profile',
  citation: '837P SV101-3 to -6; 3.1 of the coding rules',
  sentence: 'A line takes four modifiers, in the payer’s order; what informs gives way to what prices.',
}

export interface JudgedModifiers {
  readonly keep: readonly string[]
  readonly reasons: readonly Reason[]
  readonly findings: readonly Finding[]
}

export interface SentModifiers {
  readonly procedureCode: string
  readonly lineIds: readonly string[]
  readonly serviceDate: ServiceDate
  readonly sent: readonly string[]
  /** That we put on it: plan of care, assistant. */
  readonly own: readonly string[]
  readonly timed: boolean
  readonly modality: Modality
  readonly placeOfService: string
  readonly abn: 'required' | 'voluntary' | null
  readonly kxAttested: boolean
}

export function classOf(modifier: string): ModifierClass {
  return classes().get(modifier) ?? 'other'
}
const classes = once(() => new Map(table.all().map((row) => [row.code, row.class])))

/** What becomes of the modifiers the clinic sent, and what its modality asks for. */
export function judgeModifiers(line: SentModifiers, rules: PayerRules): JudgedModifiers {
  const keep: string[] = []
  const reasons: Reason[] = []
  const findings: Finding[] = []
  const about = (severity: Severity, rule: RuleCard, says: string, modifier: string, fix: string) =>
    findings.push(
      findingOf(
        severity,
        line.lineIds,
        fix,
        reasonOf(rule, `${line.procedureCode}: ${says}`, {
          procedureCode: line.procedureCode,
          modifier,
        }),
      ),
    )
  const sent = [...new Set(line.sent)]
  for (const modifier of sent) {
    if (line.own.includes(modifier)) continue
    if (!table.on(modifier, line.serviceDate)) {
      const says = `${modifier} is in no table of ${line.serviceDate}`
      about('hold', unknownModifier, says, modifier, 'correct the modifier')
      continue
    }
    const why = whyNot(modifier, line, sent, rules)
    if (why) about(why.severity, contradiction, why.says, modifier, 'correct the modifier or the record')
    const wanted = !why && classOf(modifier) !== 'kx' && takes(modifier, rules)
    if (wanted) {
      keep.push(modifier)
      const says = `${modifier} on ${line.procedureCode}: as the clinic sent it`
      reasons.push(reasonOf(kept, says, { procedureCode: line.procedureCode, modifier }))
    }
  }
  remote(line, rules, keep, reasons, about)
  sideOf(line, rules, about)
  return { keep, reasons, findings }
}

type Told = (severity: Severity, rule: RuleCard, says: string, modifier: string, fix: string) => unknown

function takes(modifier: string, rules: PayerRules): boolean {
  if (rules.suppressedModifiers.includes(modifier)) return false
  return classOf(modifier) !== 'telehealth' || modifier === rules.video || modifier === rules.audio
}

function whyNot(
  modifier: string,
  line: SentModifiers,
  sent: readonly string[],
  rules: PayerRules,
): { readonly severity: Severity; readonly says: string } | null {
  const has = (other: string) => sent.includes(other) || line.own.includes(other)
  const reject = (says: string) => ({ severity: 'reject' as const, says })
  const hold = (says: string) => ({ severity: 'hold' as const, says })
  switch (classOf(modifier)) {
    case 'discipline': {
      const other = [...line.own, ...sent].find((one) => one !== modifier && classOf(one) === 'discipline')
      return other ? reject(`${modifier} beside ${other}: one plan of care a line`) : null
    }
    case 'assistant': {
      const plan = modifier === 'CQ' ? 'GP' : 'GO'
      if (rules.disciplineModifiers && !has(plan)) return reject(`${modifier} without ${plan}`)
      return hold(`${modifier} sent, and the minutes do not say so`)
    }
    case 'distinct': {
      const other = sent.find((one) => one !== modifier && classOf(one) === 'distinct')
      return other ? reject(`${modifier} beside ${other}: one of them`) : null
    }
    case 'kx':
      if (has('GA')) return reject('KX beside GA: necessary, or not')
      return rules.kx && !line.kxAttested ? hold('KX sent, and nobody attested it') : null
    case 'telehealth':
      return remoteOf(modifier) === line.modality ? null : hold(`${modifier} sent, furnished ${how(line)}`)
    case 'liability':
      return liability(modifier, line, has, rules)
    case 'reduced':
      return line.timed ? hold(`${modifier} on a code counted by minutes: its units say it`) : null
    default:
      return modifier === 'AT' ? hold('AT is for chiropractic manipulation') : null
  }
}

/** 93 says by audio alone; the others say with a picture. */
function remoteOf(modifier: string): Modality {
  return modifier === '93' ? 'audio' : 'video'
}

function how({ modality }: SentModifiers): string {
  return modality === 'in-person' ? 'in person' : `by ${modality}`
}

function liability(
  modifier: string,
  { abn }: SentModifiers,
  has: (other: string) => boolean,
  rules: PayerRules,
): { readonly severity: Severity; readonly says: string } | null {
  if (modifier === 'GY' && has('GZ')) return { severity: 'reject', says: 'GY beside GZ' }
  if (modifier === 'GZ' && (has('GY') || has('GA') || abn === 'required'))
    return { severity: 'reject', says: 'GZ says that no ABN is on file' }
  if (modifier === 'GA' && has('KX')) return { severity: 'reject', says: 'GA beside KX: necessary, or not' }
  if (!rules.abn) return { severity: 'hold', says: `${modifier} is for Original Medicare alone` }
  if (modifier === 'GA' && abn !== 'required')
    return { severity: 'hold', says: 'GA sent, no required ABN on file' }
  return modifier === 'GX' && abn !== 'voluntary'
    ? { severity: 'hold', says: 'GX sent, no voluntary ABN on file' }
    : null
}

function remote(
  line: SentModifiers,
  rules: PayerRules,
  keep: string[],
  reasons: Reason[],
  about: Told,
): void {
  const { modality, placeOfService, procedureCode } = line
  const home = placeOfService === '02' || placeOfService === '10'
  if (modality === 'in-person') {
    if (home)
      about(
        'hold',
        telehealth,
        `furnished in person at place ${placeOfService}`,
        '',
        'correct the place of service',
      )
    return
  }
  if (!home)
    about(
      'hold',
      telehealth,
      `by ${modality} at place ${placeOfService}`,
      '',
      'use place of service 10 (home) or 02',
    )
  const modifier = modality === 'video' ? rules.video : rules.audio
  if (modifier === null || keep.includes(modifier)) return
  keep.push(modifier)
  const says = `${modifier} on ${procedureCode}: furnished by ${modality}`
  reasons.push(reasonOf(telehealth, says, { procedureCode, modality, placeOfService, modifier }))
}

function sideOf({ procedureCode, sent }: SentModifiers, { sideCodes }: PayerRules, about: Told): void {
  if (sideCodes.includes(procedureCode) && !sent.some((one) => one === 'RT' || one === 'LT' || one === '50'))
    about('hold', side, 'the payer wants RT or LT', '', 'document the side treated')
}

const informing: readonly ModifierClass[] = ['other', 'side', 'reduced', 'telehealth']

/** What only informs may be left off without asking. */
export function informs(modifier: string): boolean {
  return informing.includes(classOf(modifier))
}

/** In the payer's order, four at most; of `dropped` those that inform go first. */
export function inOrder(
  given: readonly string[],
  { modifierOrder }: PayerRules,
): { readonly modifiers: readonly string[]; readonly dropped: readonly string[] } {
  const unique = given.length > 1 ? [...new Set(given)] : given
  const modifiers =
    unique.length > 1
      ? unique.toSorted((a, b) => modifierOrder.indexOf(classOf(a)) - modifierOrder.indexOf(classOf(b)))
      : unique
  if (modifiers.length <= 4) return { modifiers, dropped: [] }
  const least = [...informing, ...modifierOrder.filter((kind) => !informing.includes(kind)).reverse()]
  const dropped = least
    .flatMap((kind) => modifiers.filter((one) => classOf(one) === kind).reverse())
    .slice(0, modifiers.length - 4)
  return { modifiers: modifiers.filter((one) => !dropped.includes(one)), dropped }
}
