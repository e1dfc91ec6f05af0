/** Dates that can't be: after the day of writing, before birth, or in the wrong order. */
import type { ServiceDate } from '@tally/kernel'
import type { ClaimDocument } from '../claim-document.ts'
import type { Pen, Place } from '../writer/pen.ts'
import { claimDates } from './claim-dates.ts'

export function applyDateRules(pen: Pen, claim: ClaimDocument, writtenOn: ServiceDate): void {
  refuseServiceDates(pen, claim, writtenOn)
  const last = claim.lines.map(({ serviceDate }) => serviceDate).reduce(later, '' as ServiceDate)
  for (const { field, box, name, ahead } of claimDates) {
    const date = claim[field] ?? null
    const place: Place = [field, '2300 DTP03', box]
    if (date === null || ahead) continue
    if (date > writtenOn) {
      const says = `The date of ${name}, ${date}, is after the claim is written, ${writtenOn}.`
      pen.refuse('x12/date-in-future', place, says, 'Correct the date.')
    } else if (startsCare.has(field) && last !== '' && date > last) {
      const says = `The date of ${name}, ${date}, is after the last service, ${last}.`
      pen.refuse('x12/date-order', place, says, 'Correct it, or the date of service.')
    }
  }
  refuseOrder(pen, 'disabledTo', claim.disabledFrom, claim.disabledTo, '16')
  refuseOrder(pen, 'dischargeDate', claim.admissionDate, claim.dischargeDate, '18')
  refuseOrder(pen, 'relinquishedCareDate', claim.assumedCareDate, claim.relinquishedCareDate, '15')
}

/** What can't come after the treatment it led to. */
export const startsCare: ReadonlySet<string> = new Set<string>([
  'onsetDate',
  'initialTreatmentDate',
  'accidentDate',
  'acuteManifestationDate',
])

function refuseServiceDates(pen: Pen, claim: ClaimDocument, writtenOn: ServiceDate): void {
  const { party } = claim.subscriber
  const born = claim.patient?.birthDate ?? (party.kind === 'person' ? party.birthDate : null)
  claim.lines.forEach(({ serviceDate }, index) => {
    const place: Place = [`lines/${index}/serviceDate`, '2400 DTP03', '24A']
    if (serviceDate > writtenOn) {
      const says = `The service, ${serviceDate}, is after the claim is written, ${writtenOn}.`
      pen.refuse('x12/service-date', place, says, 'Send the claim when the service has been given.')
    }
    if (born !== null && serviceDate < born) {
      const says = `The service, ${serviceDate}, is before the patient’s birth.`
      pen.refuse('x12/service-date', place, says, 'Correct the date of service or the birth date.')
    }
  })
}

function refuseOrder(
  pen: Pen,
  field: string,
  from: ServiceDate | null | undefined,
  to: ServiceDate | null | undefined,
  box: string,
): void {
  if (!from || !to || from <= to) return
  const says = `It ends on ${to} and begins on ${from}.`
  pen.refuse('x12/date-order', [field, '2300 DTP03', box], says, 'Correct one of the two dates.')
}

function later(one: ServiceDate, other: ServiceDate): ServiceDate {
  return one > other ? one : other
}
