/** Workers' compensation: the employer subscribes, mostly without a member id, and the number of the injury names the claim. */
import { chargeCaptured } from '@tally/contracts'
import { assert, serviceDate } from '@tally/kernel'
import { virtualClock } from '@tally/platform'
import { say, setUpPartner, speaker, startTestHost, type TestHost } from '@tally/testkit'
import { checkClaims, rulesOfMost } from '@tally/x12'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sampleCharges, sampleVisit } from '../domain/sample-claim.ts'
import { claimSubmissionThrough } from '../service.ts'
import { captured, cleared, dayId, scripted } from './sample-events.ts'

const clock = virtualClock('2026-03-03T17:00:00.000Z')
let tally: TestHost
let house: ReturnType<typeof scripted>

beforeEach(async () => {
  house = scripted()
  tally = await startTestHost({ services: [claimSubmissionThrough(house.gateway), speaker], clock })
  await setUpPartner(tally)
})
afterEach(() => tally.stop())

const claim = async () => (await tally.call('GET', `/v1/claims?treatmentDayId=${dayId}`)).json.items[0]

/** The visit as the EMR sends it: `injury` null where its number is not known yet. */
function injured(injury: string | null) {
  const { billing } = sampleCharges
  const [card] = sampleVisit.coverages
  assert(billing && card, 'the sample has both')
  const said = captured(1, chargeCaptured, {
    case: 'work-injury',
    billing: { ...billing, relatedCauses: ['employment'], accidentOn: serviceDate('2026-01-15') },
    coverages: [
      {
        ...{ order: 1, payerId: 'WC001', payerFamily: 'workers-comp', claimFilingIndicator: 'WC' },
        medicareSecondaryType: null,
      },
    ],
  })
  const address = { line1: '80 MILL RD', line2: null, city: 'SALEM', state: 'OR', zip: '973010080' }
  const employer = {
    ...card,
    ...{ payerName: 'EXAMPLE COMP FUND', memberId: null, relationshipToSubscriber: 'employee' },
    subscriber: { kind: 'organization' as const, name: 'EXAMPLE LUMBER CO', address },
    propertyCasualtyClaimNumber: injury,
  }
  return { ...said, sealed: { visits: [{ ...sampleVisit, accidentState: 'OR', coverages: [employer] }] } }
}

it('an employer without a member id goes out with the number of the injury, and nothing is found in it', async () => {
  await say(tally, [injured('WC-2026-5521'), cleared(1, 1)])
  await expect.poll(async () => (await claim())?.status, { timeout: 10_000 }).toBe('sent')
  const text = house.came[0]?.text ?? ''
  for (const segment of ['NM1*IL*2*EXAMPLE LUMBER CO', 'PAT*20', 'REF*Y4*WC-2026-5521'])
    expect(text).toContain(`~${segment}~`)
  const { claims, findings } = checkClaims(text, {
    today: serviceDate('2026-03-03'),
    payer: () => rulesOfMost,
  })
  const found = [...findings, ...claims.flatMap((each) => each.findings)]
  expect(found.filter(({ severity }) => severity !== 'info')).toEqual([])
})

it('without the number of the injury it is held by that alone', async () => {
  await say(tally, [injured(null), cleared(1, 1)])
  await expect.poll(async () => (await claim())?.heldBecause, { timeout: 10_000 }).toMatch(/^x12\//)
})
