/**
 * What of a day's visits anybody hears, beside what is coded: what a claim says (claim-submission's assemble-claim.ts), and what is
 * heard by others alone: the ledger (what the patient paid), eligibility (plan of care, progress reports, how far an authorization
 * reaches) and whoever lists by location. The rest of a visit is kept and shown, and a day is not said again for it. A field that an
 * event gets later counts for the claim until it is named here.
 */
import type { Work } from '@tally/platform'
import { canonical } from '../domain/canonical.ts'
import type { Told } from '../domain/said.ts'
import { billingOf, coveragesOf, patientPaid, taxonomyByTherapist, type Visit } from './charge-events.ts'
import { present } from './split-encounter.ts'

/** `visits`: the signed ones. Keyed digests: what was told can't be guessed from them. */
export function toldOf(work: Work, visits: readonly Visit[]): Told {
  const [first] = visits
  if (!first) return { claim: '', others: '' }
  const digest = (told: unknown) => work.keys.lookup('told', canonical(present(told))).toString('base64url')
  return { claim: digest(onClaim(visits, first)), others: digest(besideClaim(visits, first)) }
}

function onClaim(visits: readonly Visit[], first: Visit) {
  const { signedAt, planOfCare, episodeId, ...billing } = billingOf(visits, first)
  const { sourceSystem, signedBy, location, episode, employer, services, documents, metadata, ...sealed } =
    first.sealed
  const { coverages: cards, authorizations, ...person } = sealed
  const { responsibleParty } = first.clear
  // Where no plan is asked, none is told of a card.
  const asksPlans = responsibleParty === 'insurance'
  return {
    ...{ responsibleParty, billing, person },
    plans: asksPlans ? { coverages: coveragesOf(first), cards } : null,
    numbers: asksPlans
      ? authorizationsOf(visits).map(({ number, coverageOrder }) => [number, coverageOrder])
      : [],
    clinicians: visits.map(({ sealed }) => sealed.clinicians ?? []),
    taxonomies: [...taxonomyByTherapist(visits)],
  }
}

function besideClaim(visits: readonly Visit[], first: Visit) {
  const { planOfCare, episodeId } = billingOf(visits, first)
  const documents = visits.flatMap(({ sealed }) => sealed.documents)
  return {
    ...{ planOfCare, episodeId, location: first.sealed.location },
    progressReports: documents.filter(({ kind }) => kind === 'progress-report').map((report) => report.on),
    authorizations: authorizationsOf(visits),
    patientPaidCents: patientPaid(visits),
  }
}

function authorizationsOf(visits: readonly Visit[]) {
  return visits.flatMap(({ sealed }) => sealed.authorizations)
}
