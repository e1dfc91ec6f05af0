import { cents, serviceDate } from '@tally/kernel'
import { describe, expect, test } from 'vitest'
import { type Encounter, type EncounterService, treatmentDayKey } from './encounter.ts'
import { recodeTreatmentDay } from './recode-treatment-day.ts'
import type { Told } from './said.ts'
import { newTreatmentDay, type TreatmentDay } from './treatment-day.ts'

const service: EncounterService = {
  procedureCode: '97110',
  minutes: 30,
  assistantMinutes: 0,
  units: null,
  unitChargeCents: cents(6000),
  chargeCents: null,
  diagnosisPointers: [1],
  modifiers: [],
  discipline: 'PT',
  placeOfService: '11',
  renderingNpi: '1861400004',
  distinctBlock: null,
}
const morning: Encounter = {
  id: 'enc_1',
  version: 1,
  status: 'signed',
  contentHash: 'one',
  patientId: 'pat_1',
  billingNpi: '1234567893',
  serviceDate: serviceDate('2026-03-02'),
  relatedCauses: [],
  modality: 'in-person',
  serviceZip: null,
  coverages: [{ order: 1, payerId: '02302', family: 'medicare-b', memberKey: 'k1' }],
  responsibleParty: 'insurance',
  disclosureRestricted: false,
  kxAttested: false,
  abn: null,
  diagnoses: ['M54.59', 'M62.81'],
  services: [service, { ...service, procedureCode: '97530', minutes: 16, unitChargeCents: cents(7500) }],
}
describe('what a new result differs in', () => {
  const priced = { ...morning, serviceZip: '97201' }
  const [service1, ...more] = morning.services
  const withMinutes = (minutes: number) => ({
    ...morning,
    services: [{ ...service1, minutes }, ...more] as EncounterService[],
  })
  const start = () => recoded(newTreatmentDay('day_1', treatmentDayKey(morning)), morning).day

  test.each<[string, Encounter, Partial<Told>, string]>([
    ['nothing', morning, {}, 'nothing'],
    ['only in what nobody hears', { ...morning, contentHash: 'metadata' }, {}, 'nothing'],
    ['in a minute that makes no other unit', withMinutes(31), {}, 'nothing'],
    ['in the order of its services', { ...morning, services: morning.services.toReversed() }, {}, 'nothing'],
    ['for those who hear of it beside the claim', morning, { others: 'paid' }, 'corrected, no claim'],
    ['in what it should bring', priced, {}, 'corrected, no claim'],
    ['in what the claim says beside the lines', morning, { claim: 'address' }, 'corrected, a claim'],
    ['in a unit', withMinutes(53), {}, 'corrected, a claim'],
    ['in a diagnosis', { ...morning, diagnoses: ['M54.59', 'M62.82'] }, {}, 'corrected, a claim'],
  ])('%s', (_, encounter, changed, expected) => {
    const after = recoded(start(), encounter, changed)
    const { say, changesClaim } = after
    expect(say === 'nothing' ? say : `${say}, ${changesClaim ? 'a claim' : 'no claim'}`).toBe(expected)
  })

  test('from what stands captured, whatever was held meanwhile', () => {
    const restricted = { ...withMinutes(53), disclosureRestricted: true }
    const held = recoded(start(), restricted)
    expect([held.say, held.changesClaim]).toEqual(['held', true])
    const back = recoded(held.day, morning)
    expect([back.say, back.changesClaim]).toEqual(['corrected', false])
    const released = recoded(held.day, withMinutes(53))
    expect([released.say, released.changesClaim]).toEqual(['corrected', true])
  })

  test('compares content, though jsonb gives the fields of a slot back in another order', () => {
    const day = start()
    const stored = day.lines.map((line) => {
      const { procedureCode, discipline, renderingNpi, assistant, ordinal } = line.slot
      return { ...line, slot: { ordinal, assistant, discipline, renderingNpi, procedureCode } }
    })
    expect(recoded({ ...day, lines: stored }, morning).say).toBe('nothing')
  })
})

/** What a new coding of `day` from one visit comes to. */
function recoded(day: TreatmentDay, encounter: Encounter, changed: Partial<Told> = {}) {
  const told = { claim: 'claim', others: 'others', ...changed }
  let made = 0
  const facts = { newId: () => `L${++made}`, told, therapyAccrued: null, otherCases: [] }
  return recodeTreatmentDay(day, [encounter], facts)
}
