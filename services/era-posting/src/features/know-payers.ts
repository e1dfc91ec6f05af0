/** Hears changes of the payer directory: by how much a payment may differ before it is a variance. */
import { payerProfileChanged } from '@tally/contracts'
import { cents } from '@tally/kernel'
import { commit, hears, on } from '@tally/platform'
import { savePayer } from '../store/payers.ts'

export const knowPayers = hears('know-payers', [
  on(payerProfileChanged, async (work, { data }) => {
    const { payerId, version, payerFamily, toleranceCents } = data
    const profile = { payerId, version, payerFamily, toleranceCents: cents(toleranceCents) }
    await commit(work, () => savePayer(work, profile), [])
  }),
])
