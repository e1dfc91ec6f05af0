import { payerFamilies } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { appealWindows, denialCodes } from './load-denial-codes.ts'

describe('the code map', () => {
  it.each([
    ['carc', '50', 'medical_necessity', 'appeal', 'charge-capture', [], false],
    ['carc', '197', 'authorization', 'appeal', 'eligibility', ['resubmit_corrected'], false],
    ['carc', '299', 'provider_enrollment', 'fix_enrollment', 'claim-submission', [], false],
    ['carc', 'B13', 'duplicate', 'investigate', 'era-posting', [], false],
    ['rarc', 'N822', 'modifier', 'resubmit_corrected', 'charge-capture', [], false],
    ['rarc', 'MA130', 'info_missing', 'resubmit_new', 'claim-submission', [], false],
    ['rarc', 'MA01', 'appeal_rights', 'none', 'none', [], true],
    ['rarc', 'N522', 'duplicate', 'none', 'claim-submission', [], true],
    ['rarc', 'N782', 'patient_responsibility', 'none', 'eligibility', [], true],
    ['rarc', 'N704', 'appeal_rights', 'resubmit_corrected', 'none', [], true],
  ] as const)('%s %s', (kind, code, category, action, root, alternatives, alert) => {
    expect(denialCodes[kind](code)).toMatchObject({ category, action, root, alternatives, alert })
  })

  it('does not know what is not in it, and keeps the kinds apart', () => {
    expect([denialCodes.carc('999'), denialCodes.carc('N822'), denialCodes.rarc('50')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('reads a blank key as any, the first column too', () => {
    expect(denialCodes.combinations.find(({ rarc }) => rarc === 'N70')).toMatchObject({
      ...{ group: null, carc: null, family: null, action: 'bill_cob', root: 'eligibility' },
    })
    expect(denialCodes.combinations[0]).toMatchObject({ group: 'CO', carc: '119', family: 'medicare-b' })
  })
})

it('every window is a row of a family that there is, verified for Medicare alone', () => {
  expect(appealWindows.every(({ family }) => payerFamilies.includes(family))).toBe(true)
  const verified = appealWindows.filter(({ confidence }) => confidence === 'verified')
  expect(verified.map(({ family, level, days }) => [family, level, days])).toEqual([
    ['medicare-b', 1, 120],
    ['medicare-b', 2, 180],
    ['medicare-b', 3, 60],
  ])
})
