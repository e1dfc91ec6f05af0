/**
 * The heading of a batch (x12.md 1.1, 1.3):
 *
 *   BHT*0019*00|18*batch*date*time*CH|RP|31 | NM1*41*1|2*name*****46*id PER*IC | NM1*40*2*name*****46*id
 */
import { given } from '../reader/segment.ts'
import type { Check } from './check-rule.ts'
import { type BatchUnderCheck, headOf } from './under-check.ts'

const beginning: Check<BatchUnderCheck> = {
  slug: 'batch/heading',
  snip: 2,
  severity: 'reject',
  sentence: 'BHT says 0019, 00 or 18, a batch number, date, time, and CH, RP or 31.',
  citation: 'x12.md 1.1; TR3 BHT',
  fix: 'Write the heading with a batch number of its own; the 277CA says it back.',
  check({ batch }, fault) {
    const bht = batch.header.find(({ tag }) => tag === 'BHT')
    if (!bht) return fault(batch.envelope.set, null, 'the ST has no BHT')
    if (given(bht, 1) !== '0019') fault(bht, 1, 'BHT01 is not 0019')
    if (batch.purpose !== '00' && batch.purpose !== '18') fault(bht, 2, 'BHT02 is neither 00 nor 18')
    if (batch.batchId === null) fault(bht, 3, 'BHT03, the batch number, is missing')
    if (given(bht, 4) === null) fault(bht, 4, 'BHT04 is missing')
    if (given(bht, 5) === null) fault(bht, 5, 'BHT05 is missing')
    if (!['CH', 'RP', '31'].includes(batch.transactionType ?? '')) fault(bht, 6, 'BHT06 is not CH, RP or 31')
  },
}

const submitter: Check<BatchUnderCheck> = {
  slug: 'batch/submitter',
  snip: 2,
  severity: 'reject',
  sentence: 'NM1*41 names the submitter with its id, and PER*IC somebody to ask.',
  citation: 'x12.md 1.3; TR3 1000A; OpenEMR #5025',
  fix: 'Enter the id that the receiver gave to the submitter, and a contact.',
  check({ batch }, fault) {
    const { submitter: party } = batch
    if (!party) return fault(batch.envelope.set, null, 'NM1*41 is missing')
    const nm1 = headOf(party)
    if (party.name === null) fault(nm1, 3, 'the submitter has no name')
    if (party.idQualifier !== '46') fault(nm1, 8, 'NM108 is not 46')
    if (party.id === null) fault(nm1, 9, 'the submitter has no id')
    if (party.contacts.every(({ numbers }) => numbers.length === 0))
      fault(nm1, null, 'no PER with a number follows NM1*41')
  },
}

const receiver: Check<BatchUnderCheck> = {
  slug: 'batch/receiver',
  snip: 2,
  severity: 'reject',
  sentence: 'NM1*40 names the receiver with its id.',
  citation: 'x12.md 1.3; TR3 1000B',
  fix: 'Enter the receiver with the id from its companion guide.',
  check({ batch }, fault) {
    const { receivedBy: party } = batch
    if (!party) return fault(batch.envelope.set, null, 'NM1*40 is missing')
    const nm1 = headOf(party)
    if (party.name === null) fault(nm1, 3, 'the receiver has no name')
    if (party.idQualifier !== '46') fault(nm1, 8, 'NM108 is not 46')
    if (party.id === null) fault(nm1, 9, 'the receiver has no id')
  },
}

/** Receivers keep to this many claims in one ST. */
const mostClaims = 5000

const size: Check<BatchUnderCheck> = {
  slug: 'batch/size',
  snip: 7,
  severity: 'warn',
  sentence: `An ST holds at most ${mostClaims} claims.`,
  citation: 'x12.md 1.1',
  fix: 'Make several ST.',
  check({ batch, claimPlaces: { length } }, fault) {
    if (length > mostClaims) fault(batch.envelope.set, null, `the ST holds ${length} claims`)
  },
}

const levelCodes = ['20', '22', '23']

const levelNumber: Check<BatchUnderCheck> = {
  slug: 'hierarchy/number',
  snip: 1,
  severity: 'reject',
  sentence: 'HL01 counts 1, 2, 3 … without gaps in its ST.',
  citation: 'x12.md 1.3; TR3 HL; OpenEMR #6471',
  fix: 'Number the levels again.',
  check({ batch }, fault) {
    let expected = 1
    for (const level of batch.levels) {
      const { number } = level
      if (number !== String(expected)) {
        fault(headOf(level), 1, `HL01 is not ${expected}`)
        // One finding for a count that slipped, not one for each level behind it.
        if (number !== null && /^[1-9]\d{0,8}$/.test(number)) expected = Number(number)
      }
      expected += 1
    }
  },
}

const levelChildren: Check<BatchUnderCheck> = {
  slug: 'hierarchy/children',
  snip: 2,
  severity: 'reject',
  sentence: 'HL04 is 1 exactly where a level below follows.',
  citation: 'x12.md 1.3, 5.3; TR3 HL04',
  fix: 'Write 1 above a level of its own, else 0.',
  check({ batch }, fault) {
    batch.levels.forEach((level, index) => {
      const depth = levelCodes.indexOf(level.code ?? '')
      const next = levelCodes.indexOf(batch.levels[index + 1]?.code ?? '')
      if (depth < 0) return
      const expected = next > depth ? '1' : '0'
      if (level.hasChildren !== expected) fault(headOf(level), 4, `HL04 is not ${expected}`)
    })
  },
}

const levelWithoutClaim: Check<BatchUnderCheck> = {
  slug: 'hierarchy/no-claim',
  snip: 2,
  severity: 'warn',
  sentence: 'A level at the end of its branch holds a claim.',
  citation: 'TR3 2000B, 2000C',
  fix: 'Take the level away, or write its claim.',
  check({ batch, claimPlaces }, fault) {
    const { levels } = batch
    let claim = 0
    levels.forEach((level, index) => {
      const end = levels[index + 1]?.segment ?? endless
      while ((claimPlaces[claim] ?? endless) < level.segment) claim += 1
      const holds = (claimPlaces[claim] ?? endless) < end
      const depth = levelCodes.indexOf(level.code ?? '')
      const below = levelCodes.indexOf(levels[index + 1]?.code ?? '') > depth
      if (depth >= 0 && !holds && !below) fault(headOf(level), null, 'no claim stands under the level')
    })
  },
}
const endless = Number.POSITIVE_INFINITY

export const headingRules: readonly Check<BatchUnderCheck>[] = [
  beginning,
  submitter,
  receiver,
  size,
  levelNumber,
  levelChildren,
  levelWithoutClaim,
]
