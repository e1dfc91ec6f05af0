/**
 * Is there cover, by which plan, and does another payer or provider stand before it? Enough to tell, for a
 * date, Medicare Advantage instead of Part B, Medicare as second payer, hospice, home health and a stay.
 */
import type { PayerFamily, ServiceDate } from '@tally/kernel'
import type { Benefit, CareEpisode, Coverage, DatedAs, OtherPayer, PlanCover, YesNo } from './benefit.ts'
import { concernsPlan, concernsTherapy, therapyTypes } from './service-types.ts'

/** EB01 1 to 5 are active, 6 to 8 are not. */
function stands({ code }: Benefit): Coverage {
  if (/^[1-5]$/.test(code)) return 'active'
  return /^[6-8]$/.test(code) ? 'inactive' : 'unknown'
}

export function plansIn(benefits: readonly Benefit[], dates: readonly DatedAs[]): PlanCover[] {
  return benefits
    .filter((benefit) => stands(benefit) !== 'unknown')
    .map((benefit) => ({
      coverage: stands(benefit),
      insuranceType: benefit.insuranceType,
      planName: benefit.planName,
      serviceTypes: benefit.serviceTypes,
      ...spanOf(benefit.dates.length > 0 ? benefit.dates : dates),
      segment: benefit.segment,
    }))
}

/**
 * Of what concerns the plan or therapy. Outpatient therapy is Part B: where Medicare's parts are told apart
 * only B counts, and Part A alone leaves it unknown.
 */
export function coverageIn(benefits: readonly Benefit[]): Coverage {
  const told = benefits.filter((benefit) => stands(benefit) !== 'unknown')
  const parts = told.filter(({ insuranceType }) => insuranceType === 'MA' || insuranceType === 'MB')
  if (parts.length > 0) return oneOf(parts.filter(({ insuranceType }) => insuranceType === 'MB'))
  const near = told.filter((benefit) => concernsPlan(benefit) || concernsTherapy(benefit))
  if (near.length > 0) return oneOf(near)
  return told.some((benefit) => stands(benefit) === 'active') ? 'active' : 'unknown'
}

function oneOf(benefits: readonly Benefit[]): Coverage {
  if (benefits.some((benefit) => stands(benefit) === 'active')) return 'active'
  return benefits.length > 0 ? 'inactive' : 'unknown'
}

/** I is not covered; anything that a benefit is reckoned by means that it is. */
export function therapyCoveredIn(benefits: readonly Benefit[]): YesNo {
  const near = benefits.filter(({ network }) => network !== 'out')
  const named = therapyTypes.find((type) => near.some(({ serviceTypes }) => serviceTypes.includes(type)))
  const codes = near
    .filter(({ serviceTypes }) => named && serviceTypes.includes(named))
    .map(({ code }) => code)
  if (codes.includes('I')) return 'no'
  return codes.some((code) => /^([1-5ABCFH]|CB)$/.test(code)) ? 'yes' : 'unknown'
}

/** EB04 in an EB*R. Of Medicare's own answer any of these is a plan in its place. */
const advantageTypes: ReadonlySet<string> = new Set(['HN', 'HM', 'IN', 'PR', 'PS'])
const secondaryTypes: ReadonlySet<string> = new Set('12 13 14 15 16 41 42 43 47 AP LT WC'.split(' '))

/** EB*R names another payer; one for drugs alone (type 88) replaces nothing. */
export function otherPayersIn(benefits: readonly Benefit[]): OtherPayer[] {
  const medicare = benefits.some(({ insuranceType }) => insuranceType === 'MA' || insuranceType === 'MB')
  return benefits
    .filter(({ code }) => code === 'R')
    .map((benefit): OtherPayer => {
      const { insuranceType, serviceTypes, planName, entities, segment } = benefit
      const named = entities.find(({ role }) => /^(PR|PRP|P[45]|SEP|TTP|2B|GP|VN)$/.test(role))
      const type = concernsPlan(benefit) ? (insuranceType ?? '') : ''
      const replaces = type === 'HN' || (medicare && advantageTypes.has(type))
      const precedes = medicare && secondaryTypes.has(type)
      const kind = replaces ? 'medicare-advantage' : precedes ? 'medicare-secondary' : 'other'
      return {
        kind,
        insuranceType,
        serviceTypes,
        planName,
        name: named?.name ?? null,
        id: named?.id ?? benefit.references.find(({ qualifier }) => qualifier === '18')?.value ?? null,
        ...spanOf(benefit.dates),
        segment,
      }
    })
}

const careKinds: ReadonlyMap<string, CareEpisode['kind']> = new Map([
  ['42', 'home-health'],
  ['44', 'home-health'],
  ['45', 'hospice'],
  ['47', 'inpatient'],
  ['48', 'inpatient'],
  ['49', 'inpatient'],
  ['AB', 'inpatient'],
  ['AG', 'skilled-nursing'],
])

/** EB*X names the facility or agency; an admission date (435) tells a stay under any code. */
export function careEpisodesIn(benefits: readonly Benefit[]): CareEpisode[] {
  return benefits
    .filter(({ code, dates }) => code === 'X' || dates.some(({ qualifier }) => qualifier === '435'))
    .flatMap(({ serviceTypes, dates, entities, segment }) => {
      const [kind] = serviceTypes.flatMap((type) => careKinds.get(type) ?? [])
      return kind ? [{ kind, ...spanOf(dates), provider: entities[0] ?? null, segment }] : []
    })
}

export function insuranceTypesIn(benefits: readonly Benefit[]): string[] {
  const active = benefits.filter((benefit) => stands(benefit) === 'active')
  return [...new Set(active.flatMap(({ insuranceType }) => insuranceType ?? []))]
}

const families: ReadonlyMap<string, PayerFamily> = new Map([
  ['MB', 'medicare-b'],
  ['HN', 'medicare-advantage'],
  ['MC', 'medicaid'],
  ['WC', 'workers-comp'],
  ['AP', 'auto'],
  ['C1', 'commercial'],
])

export function familyHintsIn(benefits: readonly Benefit[]): PayerFamily[] {
  const replaced = otherPayersIn(benefits).some(({ kind }) => kind === 'medicare-advantage')
  const active = insuranceTypesIn(benefits).flatMap((type) => families.get(type) ?? [])
  return [...new Set(replaced ? ['medicare-advantage' as const, ...active] : active)]
}

/**
 * Not of cover: the visit asked about (472), a death (442), the primary care physician (295); when something was issued (102),
 * changed (152), added (318), last seen (304), certified (458) or entered (636, 771).
 */
const beside: ReadonlySet<string> = new Set('102 152 295 304 318 442 458 472 636 771'.split(' '))

/** From the earliest beginning said to the earliest end said; null where none is. */
function spanOf(dates: readonly DatedAs[]): { from: ServiceDate | null; to: ServiceDate | null } {
  const own = dates.filter(({ qualifier }) => !beside.has(qualifier))
  const [from = null] = own.flatMap((date) => date.from ?? []).sort()
  const [to = null] = own.flatMap((date) => date.to ?? []).sort()
  return { from, to }
}
