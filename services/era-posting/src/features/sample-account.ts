/** Patients with several visits, persons who act, and a ledger whose every invariant holds. */
import type { TestHost } from '@tally/testkit'
import { expect } from 'vitest'
import { captured, claimNumber, lineId, type SampleVisit, say, submitted } from './sample-visit.ts'

export interface AccountVisit extends SampleVisit {
  /** 26 characters behind `pat_`. */
  readonly patient?: string
  readonly serviceDate?: string
  /** The patient's last name, and where the visit was. */
  readonly last?: string
  readonly location?: string
}

type Said = ReturnType<typeof captured>

export const patientNamed = (name: string) => `pat_${name.padEnd(26, '0')}`

/** One line of 100 dollars unless the test says otherwise. */
export const visitOf = (id: string, more: Partial<AccountVisit> = {}): AccountVisit => ({
  ...{ id, lines: [{ code: '97110', charge: 10000 }] },
  ...more,
})

/** As charge-capture and claim-submission say it. */
export async function charge(tally: TestHost, ...visits: readonly AccountVisit[]): Promise<void> {
  for (const visit of visits) {
    const orders = Array.from({ length: visit.coverages ?? 1 }, (_, index) => index + 1)
    const self = visit.responsibleParty === 'self'
    const claims = self ? [] : orders.map((order) => changed(submitted(visit, order), visit))
    await say(tally, [withPerson(changed(captured(visit), visit), visit), ...claims])
  }
}

function changed(said: Said, { patient, serviceDate }: AccountVisit): Said {
  const data = {
    ...said.data,
    ...(patient === undefined ? {} : { patientId: patient }),
    ...(serviceDate === undefined ? {} : { serviceDate }),
  }
  return { ...said, data }
}

function withPerson(said: Said, { last, location }: AccountVisit): Said {
  if (last === undefined && location === undefined) return said
  const address = { line1: '12 EXAMPLE ST', line2: null, city: 'SALEM', state: 'OR', zip: '973010000' }
  const visit = {
    ...{ encounterId: `enc_${'0'.repeat(26)}`, externalId: 'ENC-1', sourceSystem: 'test', signedBy: 'A' },
    location: location === undefined ? null : { id: location, name: `Clinic ${location}` },
    patient: {
      externalId: `MRN-${last ?? 'X'}`,
      name: { last: last ?? 'X', first: 'Alma', middle: null, suffix: null },
      ...{ birthDate: '1970-01-01', sex: 'F', address },
    },
    ...{ coverages: [], renderingProvider: { last: 'B', first: 'C' }, referringProvider: null },
    billingProvider: { name: 'P', taxId: '1', taxIdKind: 'EIN', address, contact: null },
    ...{ supervisingProvider: null, serviceFacility: null, payToAddress: null, episode: null },
    ...{ employer: null, authorizations: [], referralNumber: null, services: [], documents: [] },
    ...{ claimNote: null, metadata: {} },
  }
  return { ...said, sealed: { visits: [visit] } }
}

/** The answer of a payer to the visit's one line. */
export function answered(
  id: string,
  paid: number,
  adjustments: readonly (readonly [string, string, number])[],
  more: { readonly order?: number; readonly remarks?: readonly string[]; readonly status?: string } = {},
) {
  const { order = 1, remarks = [], status = '1' } = more
  const charge = status === '22' ? -10000 : 10000
  const line = { code: '97110', charge, paid, adjustments, control: lineId(id, 1), remarks }
  return { number: claimNumber(id, order), charge, paid, status, lines: [line] }
}

/** A key of its own: two persons are two keys. */
export async function personWith(tally: TestHost, role: string, name = `a-${role}`): Promise<string> {
  await tally.sql(
    `insert into platform.api_key (id, digest, label, role, practices)
     values ($1, sha256(convert_to($1, 'UTF8')), $1, $2, array['prc_demo']) on conflict do nothing`,
    [name, role],
  )
  return name
}

let keys = 0

/** POST /v1/payments under a new Idempotency-Key, or the one that is given. */
export function pay(tally: TestHost, body: object, { as, key }: { as?: string; key?: string } = {}) {
  keys += 1
  const headers = { 'idempotency-key': key ?? `payment-${keys}` }
  return tally.call('POST', '/v1/payments', { body, headers, ...(as === undefined ? {} : { key: as }) })
}

export async function holdsTogether(tally: TestHost): Promise<void> {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
}
