/** Hears changes of the payer directory: by how much a payment may differ, and by which term of its contract, before it is a variance. */
import { payerProfileChanged } from '@tally/contracts'
import { cents } from '@tally/kernel'
import { commit, hears, on } from '@tally/platform'
import { assistantPercentOf } from '../domain/payer-terms.ts'
import { savePayer } from '../store/payers.ts'

export const knowPayers = hears('know-payers', [
  on(payerProfileChanged, async (work, { data }) => {
    const { payerId, version, payerFamily, toleranceCents, codingRules } = data
    const terms = {
      toleranceCents: cents(toleranceCents),
      assistantPercent: assistantPercentOf(payerFamily, codingRules),
    }
    const profile = { payerId, version, payerFamily, ...terms }
    await commit(work, () => savePayer(work, profile), [])
  }),
])
