import { cents } from '@tally/kernel'
import { expect, it } from 'vitest'
import { sampleClaim, sampleLine, sampleSubmission } from '../sample-claim.ts'
import { write837p } from '../write-837p.ts'

it.each([
  [0, 'Send no claim where nothing is billed.'],
  [51, 'Split the day over two claims.'],
])('%i lines: what to do fits their number', (count, fix) => {
  const lines = Array.from({ length: count }, (_, index) =>
    sampleLine({ chargeLineId: `L${index}`, chargeCents: cents(100) }),
  )
  const written = write837p(sampleSubmission([sampleClaim({ lines, chargeCents: cents(count * 100) })]))
  expect(written).toMatchObject({ ok: false, problems: [{ rule: 'x12/line-count', fix }] })
})
