import type { PayerFamily } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { denialCodes } from '../store/load-denial-codes.ts'
import { classifyDenial } from './classify-denial.ts'
import { classifyRejection } from './classify-rejection.ts'

/** `CO 4 N822 MA01` is group, CARC and remarks. */
function classify(codes: string, family: PayerFamily = 'commercial') {
  const [groupCode = '', reasonCode = '', ...remarks] = codes.split(' ')
  return classifyDenial({ groupCode, reasonCode, remarks, family }, denialCodes)
}

describe('the most specific row says what a denial is about', () => {
  it.each<[string, string, string, string, string]>([
    // codes, category, action, root, by which row
    ['CO 50', 'medical_necessity', 'appeal', 'charge-capture', 'CARC 50'],
    ['CO 97', 'bundling', 'appeal', 'charge-capture', 'CARC 97'],
    ['CO 236', 'bundling', 'resubmit_corrected', 'charge-capture', 'CARC 236'],
    ['CO 197', 'authorization', 'appeal', 'eligibility', 'CARC 197'],
    ['CO 29', 'timely_filing', 'appeal', 'claim-submission', 'CARC 29'],
    ['CO 18', 'duplicate', 'investigate', 'claim-submission', 'CARC 18'],
    ['CO 22', 'cob', 'bill_cob', 'eligibility', 'CARC 22'],
    ['PR 204', 'eligibility_coverage', 'bill_patient', 'eligibility', 'CARC 204'],
    ['PR 119', 'benefit_max', 'bill_patient', 'eligibility', 'CARC 119'],
    ['CO B7', 'provider_enrollment', 'fix_enrollment', 'claim-submission', 'CARC B7'],
    ['CO 133', 'pending', 'hold', 'external', 'CARC 133'],
    // The CARC points to the remark code.
    ['CO 16', 'info_missing', 'resubmit_corrected', 'claim-submission', 'CARC 16'],
    ['CO 16 N286', 'info_missing', 'resubmit_corrected', 'charge-capture', 'RARC N286'],
    ['CO 16 M51', 'coding', 'resubmit_corrected', 'charge-capture', 'RARC M51'],
    ['CO 16 MA130', 'info_missing', 'resubmit_new', 'claim-submission', 'RARC MA130'],
    ['CO 16 MA130 N286', 'info_missing', 'resubmit_corrected', 'charge-capture', 'RARC N286'],
    ['CO A1 N393', 'documentation', 'send_docs', 'denial-management', 'RARC N393'],
    ['CO 96 N425', 'eligibility_coverage', 'bill_patient', 'eligibility', 'RARC N425'],
    // It does not: the remark only adds to it.
    ['CO 50 N706', 'medical_necessity', 'appeal', 'charge-capture', 'CARC 50'],
    // Alerts say nothing of the reason.
    ['CO 16 MA01 N522 MA18 MA07 MA15', 'info_missing', 'resubmit_corrected', 'claim-submission', 'CARC 16'],
    ['CO 16 MA01 N286', 'info_missing', 'resubmit_corrected', 'charge-capture', 'RARC N286'],
    ['CO A1 MA01', 'info_missing', 'investigate', 'denial-management', 'CARC A1'],
    // Combinations of product note 6, rule 10, and of x12 note 1.4.
    ['CO 4', 'modifier', 'resubmit_corrected', 'charge-capture', 'CARC 4'],
    ['CO 4 N519', 'modifier', 'resubmit_corrected', 'charge-capture', 'CARC 4 + RARC N519'],
    ['CO 4 MA01 N822', 'modifier', 'resubmit_corrected', 'charge-capture', 'CARC 4 + RARC N822'],
    ['CO 4 N823', 'modifier', 'resubmit_corrected', 'charge-capture', 'CARC 4 + RARC N823'],
    ['CO 151', 'medical_necessity', 'appeal', 'charge-capture', 'CARC 151'],
    ['CO 151 N362', 'medical_necessity', 'resubmit_corrected', 'charge-capture', 'CARC 151 + RARC N362'],
    ['CO 50 N115', 'medical_necessity', 'appeal', 'charge-capture', 'CARC 50 + RARC N115'],
    ['CO 50 N386', 'medical_necessity', 'appeal', 'charge-capture', 'CARC 50 + RARC N386'],
    ['CO 109 N70', 'eligibility_coverage', 'bill_cob', 'eligibility', 'RARC N70'],
    ['CO 16 N142', 'info_missing', 'resubmit_new', 'claim-submission', 'RARC N142'],
    ['CO 50 N142', 'info_missing', 'resubmit_new', 'claim-submission', 'RARC N142'],
    ['OA B11', 'eligibility_coverage', 'hold', 'eligibility', 'CARC B11'],
    // Nobody knows it.
    ['CO 999', 'unknown', 'investigate', 'none', 'no row'],
    ['CO 999 MA01', 'unknown', 'investigate', 'none', 'no row'],
    ['CO 999 N822', 'modifier', 'resubmit_corrected', 'charge-capture', 'RARC N822'],
  ])('%s', (codes, category, action, root, from) => {
    const found = classify(codes)
    expect(found).toMatchObject({ category, action, root })
    expect(found.because.facts.from).toBe(from)
    expect(found.because).toMatchObject({ rule: 'denial/code-map', edition: 'carc-categories 2026-11-21' })
  })

  it.each<[string, PayerFamily, string, string]>([
    ['CO 119', 'medicare-b', 'resubmit_corrected', 'CO + CARC 119 + medicare-b'],
    ['PR 119', 'medicare-b', 'bill_patient', 'CARC 119'],
    ['CO 119', 'commercial', 'bill_patient', 'CARC 119'],
    ['CO 236', 'medicare-b', 'resubmit_corrected', 'CARC 236 + medicare-b'],
  ])('%s of %s', (codes, family, action, from) => {
    const found = classify(codes, family)
    expect([found.action, found.because.facts.from]).toEqual([action, from])
  })

  it('by the row with more keys, wherever it stands; the first one of equals', () => {
    const meaning = {
      category: 'a',
      action: 'hold',
      root: 'none',
      label: 'b',
      alternatives: [],
      note: '',
    } as const
    const wide = { ...meaning, group: null, carc: '4', rarc: null, family: null }
    const narrow = { ...wide, group: 'CO', label: 'narrow' }
    const denied = { groupCode: 'CO', reasonCode: '4', remarks: [], family: null }
    for (const combinations of [
      [wide, narrow],
      [narrow, wide],
    ]) {
      expect(classifyDenial(denied, { ...denialCodes, combinations }).label).toBe('narrow')
    }
    const twin = { ...narrow, group: null, rarc: 'N1', label: 'twin' }
    const both = { ...denied, remarks: ['N1'] }
    expect(classifyDenial(both, { ...denialCodes, combinations: [narrow, twin] }).label).toBe('narrow')
    expect(classifyDenial(both, { ...denialCodes, combinations: [twin, narrow] }).label).toBe('twin')
  })
})

describe('a rejected claim is about', () => {
  it.each<[string, string, string, string]>([
    // codes, category, action, root
    ['A7:562:82', 'provider_enrollment', 'resubmit_new', 'claim-submission'],
    ['A3:116', 'eligibility_coverage', 'resubmit_new', 'eligibility'],
    ['A7:164:IL', 'eligibility_coverage', 'resubmit_new', 'eligibility'],
    ['A7:255', 'coding', 'resubmit_corrected', 'charge-capture'],
    ['A8:453', 'modifier', 'resubmit_corrected', 'charge-capture'],
    ['A7:999', 'info_missing', 'resubmit_new', 'claim-submission'],
    ['999:8', 'info_missing', 'resubmit_new', 'claim-submission'],
    // The first code that the table knows.
    ['A7:1, A7:453', 'modifier', 'resubmit_corrected', 'charge-capture'],
  ])('%s', (codes, category, action, root) => {
    const rejected = codes.split(', ').map((each) => {
      const [of = '', statusCode = null, entity = null] = each.split(':')
      return { category: of, statusCode: of === '999' ? null : statusCode, entity }
    })
    expect(classifyRejection(rejected, denialCodes)).toMatchObject({ category, action, root })
  })
})
