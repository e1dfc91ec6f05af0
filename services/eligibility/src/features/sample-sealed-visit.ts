/** The sealed part of a sample day's visit. Nothing in it is a real person. */
import type { SealedVisit } from '@tally/contracts'
import { serviceDate } from '@tally/kernel'
import type { DaySettings } from './sample-day.ts'

export function sealedVisitOf(encounterId: string, settings: DaySettings): SealedVisit {
  const { patient = 'PAT-1', member = 'W1', authorizations = [] } = settings
  const address = { line1: '1 OAK ST', line2: null, city: 'PORTLAND', state: 'OR', zip: '97201' }
  const name = { last: 'DOE', first: 'JANE', middle: null, suffix: null }
  return {
    ...{
      encounterId,
      externalId: 'VISIT-1',
      sourceSystem: 'example-emr',
      signedBy: '1861400004',
      location: null,
    },
    patient: { externalId: patient, name, birthDate: serviceDate('1950-01-01'), sex: 'F', address },
    coverages: [
      {
        ...{
          order: 1,
          payerName: 'EXAMPLE HEALTH PLAN',
          payerAddress: null,
          memberId: member,
          groupNumber: null,
        },
        ...{ groupName: null, relationshipToSubscriber: 'self', subscriber: null },
        propertyCasualtyClaimNumber: null,
      },
    ],
    billingProvider: {
      ...{
        name: 'EXAMPLE PHYSICAL THERAPY LLC',
        taxId: '930000001',
        taxIdKind: 'EIN',
        address,
        contact: null,
      },
    },
    ...{
      renderingProvider: { last: 'PATEL', first: 'ANITA' },
      referringProvider: null,
      supervisingProvider: null,
    },
    ...{ serviceFacility: null, payToAddress: null, episode: null, employer: null, referralNumber: null },
    authorizations: authorizations.map(({ number, visits = null }) => {
      return { number, visits, coverageOrder: 1, from: null, to: null, units: null, codes: [] }
    }),
    ...{ services: [], documents: [], claimNote: null, metadata: {} },
  }
}
