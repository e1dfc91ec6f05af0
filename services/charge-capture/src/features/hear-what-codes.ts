/** Hears what changes how a day is coded: a payer's entry, a patient's coverage, a payer's answer, a denial's wish. */
import {
  coverageChanged,
  coverageVerified,
  denialRecodeRequested,
  payerProfileChanged,
} from '@tally/contracts'
import { hears, on } from '@tally/platform'
import { keepCoverageList, keepRequest, keepVerified, unsentDaysOfPatient } from '../store/heard.ts'
import { keepPayer } from '../store/payers.ts'
import { decideKxAfter } from './kx-clock.ts'
import { recodeDays } from './recode-day.ts'
import { recodeForPayer } from './recode-for-payer.ts'

export const hearPayers = hears('hear-payers', [
  on(payerProfileChanged, async (work, { data }) => {
    const { payerId, version, payerFamily: family, codingRules, filingDays } = data
    const entry = { payerId, version, family, codingRules, filingDays }
    if (await keepPayer(work, entry)) await recodeForPayer(work, payerId)
  }),
])

export const hearCoverage = hears('hear-coverage', [
  on(
    coverageChanged,
    async (work, { data: { patientId, version, coverages }, person }) => {
      const list = { version, coverages, cards: person?.coverages ?? [] }
      if (!(await keepCoverageList(work, patientId, list))) return
      // Also those before the list begins: the one that it replaces may have held for them.
      await recodeDays(work, await unsentDaysOfPatient(work, patientId))
    },
    { opens: true },
  ),
  on(coverageVerified, async (work, { data }) => {
    const { patientId, payerId, version, coverage, usedElsewhereCents, asOf } = data
    const verified = {
      patientId,
      payerId,
      version,
      coverage,
      usedElsewhereCents,
      year: Number(asOf.slice(0, 4)),
    }
    if (!(await keepVerified(work, verified)) || usedElsewhereCents === null) return
    // Before every day of the year: it has no id.
    await decideKxAfter(work, patientId, { serviceDate: `${asOf.slice(0, 4)}-01-01`, id: '' })
  }),
])

export const hearRecodeRequest = hears('hear-recode-request', [
  on(denialRecodeRequested, async (work, { data }) => {
    const { denialId, treatmentDayId, category, reasonCode, chargeLineIds } = data
    await keepRequest(work, treatmentDayId, { denialId, category, reasonCode }, chargeLineIds)
    await recodeDays(work, [treatmentDayId])
  }),
])
