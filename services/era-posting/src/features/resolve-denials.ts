/** Hears that a denial is worked and moves its open cents to where the resolution says. */
import { type DataOf, denialResolved } from '@tally/contracts'
import { cents, dayIn, noCents } from '@tally/kernel'
import { commit, hears, on, type Work } from '@tally/platform'
import { accountsAt } from '../domain/open-balance.ts'
import { nextOrderOf } from '../domain/post-claim.ts'
import { resolveDenial } from '../domain/resolve-denial.ts'
import { unchargedLines } from '../domain/uncharged-line.ts'
import { lockDays } from '../store/charges.ts'
import { isNewDenialVersion } from '../store/denials.ts'
import { balancesOf, writeBatch } from '../store/ledger.ts'
import { patientsPart } from '../store/patient-shares.ts'
import { practiceZone } from '../store/practice-zone.ts'
import { settleClaims } from './settle-claims.ts'

export const resolveDenials = hears('resolve-denials', [
  on(denialResolved, (work, { data }) => resolve(work, data)),
])

async function resolve(work: Work, data: DataOf<typeof denialResolved>): Promise<void> {
  const { denialId, version, treatmentDayId, coverageOrder, chargeLineId, amountCents, ...rest } = data
  const day = (await lockDays(work, [treatmentDayId])).get(treatmentDayId)
  if (!(await isNewDenialVersion(work, denialId, version)) || !day) return
  const chargeLineIds = chargeLineId === null ? day.lines.map((line) => line.chargeLineId) : [chargeLineId]
  const balances = await balancesOf(work, accountsAt(chargeLineIds, coverageOrder))
  const part = await patientsPart(work, treatmentDayId, coverageOrder, chargeLineIds)
  const uncharged = unchargedLines(day.lines)
  const resolved = {
    // Of what is charged no more nothing is the patient's.
    patientsOf: (id: string) => (uncharged.has(id) ? noCents : part(id)),
    ...{ denialId, version, coverageOrder, chargeLineIds, amountCents: cents(amountCents) },
    ...{
      resolution: rest.resolution,
      because: rest.because,
      patientId: day.patientId,
      nextOrder: nextOrderOf(day, coverageOrder),
    },
  }
  const effectiveOn = dayIn(await practiceZone(work), work.now)
  const cause = { type: 'denial', key: `${denialId}/${version}`, effectiveOn } as const
  await commit(work, () => writeBatch(work, cause, resolveDenial(resolved, balances)), [])
  await settleClaims(work, day, 'denial/resolved')
}
