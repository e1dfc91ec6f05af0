import { describe, expect, it } from 'vitest'
import { checkMovement } from './check-movement.ts'
import type { LedgerPosting } from './ledger-posting.ts'

function posting(
  cause: string,
  key: string,
  debit: string,
  credit: string,
  more: Partial<LedgerPosting> = {},
): LedgerPosting {
  return {
    ...{
      practice: 'prc_x',
      id: 9,
      batch: null,
      debit,
      credit,
      cents: 100,
      key,
      position: 0,
      mirrors: 0,
      uncharged: false,
      cause,
    },
    ...{
      causeKey: null,
      remittance: '',
      reverses: null,
      originalDebit: null,
      originalCredit: null,
      originalCents: null,
    },
    ...{ originalReverses: null, originalPosition: null, originalCause: null, originalRemittance: null },
    ...more,
  }
}
const checksOf = (each: LedgerPosting) => checkMovement(each).map(({ check }) => check)
const inR = { remittance: 'R', position: 2 }
const byPerson = { ...inR, causeKey: 'R/2/H' }

describe('a movement that its cause makes', () => {
  it.each([
    ['charge', 'charge/day_D/1/L', 'receivable:payer:L:1', 'revenue', { causeKey: 'day_D/1' }],
    ['charge', 'charge/day_D/2/L', 'revenue', 'receivable:patient:pat_P:L', { causeKey: 'day_D/2' }],
    ['charge', 'charge/day_D/2/L/moved', 'revenue', 'receivable:payer:L:1', { causeKey: 'day_D/2' }],
    [
      'charge',
      'charge/day_D/2/L/moved',
      'receivable:patient:pat_P:L',
      'receivable:payer:L:1',
      { causeKey: 'day_D/2' },
    ],
    [
      'patient-payment',
      'charge/day_D/1/patient-paid',
      'cash',
      'patient-credit:pat_P',
      { causeKey: 'day_D/1' },
    ],
    ['remittance', 'remittance/R/payment', 'due:T', 'clearing:R', { remittance: 'R' }],
    ['remittance', 'remittance/R/2/L/paid', 'clearing:R', 'receivable:payer:L:1', inR],
    ['remittance', 'remittance/R/2/L/1', 'adjustment:contractual', 'receivable:payer:L:1', inR],
    ['remittance', 'remittance/R/2/L/2', 'receivable:payer:L:2', 'receivable:payer:L:1', inR],
    ['remittance', 'remittance/R/2/L/3', 'denied:open:L:1', 'receivable:payer:L:1', inR],
    ['remittance', 'remittance/R/2/unmatched', 'unmatched:R:2', 'clearing:R', inR],
    ['remittance', 'remittance/R/plb/1', 'clearing:R', 'recoupment:P:token', { remittance: 'R' }],
    ['remittance', 'remittance/Q/plb/1/moved/X', 'recoupment:P:b', 'recoupment:P:a', { remittance: 'R' }],
    ['match', 'remittance/R/2/L/paid', 'unmatched:R:2', 'receivable:payer:L:1', { ...inR, causeKey: 'R/2' }],
    ['match', 'match/H/L/paid', 'unmatched:R:2', 'receivable:payer:L:1', byPerson],
    ['denial', 'denial/N/3/L', 'write-off:denial', 'denied:open:L:1', { causeKey: 'N/3' }],
    ['hand', 'hand/E/L/patient', 'cash', 'receivable:patient:pat_P:L', { causeKey: 'E' }],
    ['hand', 'hand/E/L/1', 'receivable:payer:L:1', 'refund:P', { causeKey: 'E' }],
    ['remittance', 'remittance/R/2/unmatched', 'unmatched:legacy', 'clearing:R', inR],
    ['match', 'match/H/L/paid', 'unmatched:legacy', 'receivable:payer:L:1', byPerson],
    ['opening', 'opening/L/payer', 'receivable:payer:L:1', 'opening:former', {}],
    ['opening', 'opening/L/patient', 'receivable:patient:pat_P:L', 'opening:former', {}],
    ['opening', 'opening/L/credit', 'opening:former', 'patient-credit:pat_P', {}],
  ])('%s %s', (cause, key, debit, credit, more) => {
    expect(checksOf(posting(cause, key, debit, credit, more))).toEqual([])
  })
})

describe('one that no cause makes', () => {
  it.each([
    [
      'on another line',
      'remittance',
      'remittance/R/2/L/paid',
      'clearing:R',
      'receivable:payer:M:1',
      inR,
      'posting/wrong-accounts',
    ],
    [
      'out of another clearing account',
      'remittance',
      'remittance/R/2/L/paid',
      'clearing:Q',
      'receivable:payer:L:1',
      inR,
      'posting/wrong-accounts',
    ],
    [
      'at another claim',
      'remittance',
      'remittance/R/3/L/paid',
      'clearing:R',
      'receivable:payer:L:1',
      inR,
      'posting/wrong-accounts',
    ],
    [
      'in the batch of another remittance',
      'remittance',
      'remittance/Q/2/L/paid',
      'clearing:R',
      'receivable:payer:L:1',
      inR,
      'posting/wrong-accounts',
    ],
    [
      'of another version',
      'charge',
      'charge/day_D/2/L',
      'receivable:payer:L:1',
      'revenue',
      { causeKey: 'day_D/1' },
      'posting/wrong-accounts',
    ],
    [
      'that turns a payment round',
      'remittance',
      'remittance/R/payment',
      'clearing:R',
      'due:T',
      { remittance: 'R' },
      'posting/wrong-accounts',
    ],
    [
      'to nowhere',
      'denial',
      'denial/N/3/L',
      'cash',
      'denied:open:L:1',
      { causeKey: 'N/3' },
      'posting/wrong-accounts',
    ],
    [
      'under a key of its own',
      'charge',
      'mine',
      'cash',
      'revenue',
      { causeKey: 'day_D/1' },
      'posting/unknown-kind',
    ],
    [
      'that a charge would make of a remittance',
      'charge',
      'remittance/R/2/L/paid',
      'clearing:R',
      'receivable:payer:L:1',
      inR,
      'posting/unknown-kind',
    ],
    [
      'within one account',
      'remittance',
      'remittance/R/2/L/1',
      'receivable:payer:L:1',
      'receivable:payer:L:1',
      inR,
      'posting/no-movement',
    ],
    [
      'of nothing',
      'remittance',
      'remittance/R/payment',
      'due:T',
      'clearing:R',
      { remittance: 'R', cents: 0 },
      'posting/no-movement',
    ],
  ])('%s', (_, cause, key, debit, credit, more, check) => {
    expect(checksOf(posting(cause, key, debit, credit, more))).toContain(check)
  })

  it('without a batch in its practice', () => {
    const lost = posting('charge', 'charge/day_D/1/L', 'receivable:payer:L:1', 'revenue', {
      cause: null,
      batch: 'B',
    })
    expect(checksOf(lost)).toEqual(['posting/without-cause'])
  })
})

describe('a mirror', () => {
  const original = {
    ...{
      reverses: 4,
      originalDebit: 'clearing:Q',
      originalCredit: 'receivable:payer:L:1',
      originalCents: 100,
    },
    ...{ originalPosition: 1, originalCause: 'remittance', originalRemittance: 'Q' },
  }
  const mirror = (more: Partial<LedgerPosting> = {}) =>
    posting('remittance', 'remittance/R/2/reverses-4', 'receivable:payer:L:1', 'clearing:R', {
      ...inR,
      ...original,
      ...more,
    })

  it('undoes its original, and leaves its own clearing account', () => {
    expect(checksOf(mirror())).toEqual([])
    const matched = { cause: 'match', credit: 'unmatched:R:2' }
    expect(checksOf(mirror(matched))).toEqual([])
  })

  it('is of a charge where a line is charged no more', () => {
    const share = { debit: 'receivable:payer:L:1', credit: 'receivable:patient:P:L' }
    const of = { originalDebit: share.credit, originalCredit: share.debit, remittance: '', position: 0 }
    const key = 'charge/day_1/3/reverses/4'
    expect(checksOf(mirror({ ...share, ...of, cause: 'charge', causeKey: 'day_1/3', key }))).toEqual([])
    expect(checksOf(mirror({ ...share, ...of, cause: 'denial', key }))).toContain('mirror/wrong-key')
  })

  it.each([
    ['of nothing', { originalCents: null }, 'mirror/of-nothing'],
    ['of another amount', { cents: 99 }, 'mirror/another-amount'],
    ['of a mirror', { originalReverses: 1 }, 'mirror/of-a-mirror'],
    ['called by another', { key: 'remittance/R/2/reverses-5' }, 'mirror/wrong-key'],
    ['of a cause that takes nothing back', { cause: 'charge' }, 'mirror/wrong-key'],
    ['that leaves the original’s clearing account', { credit: 'clearing:Q' }, 'mirror/other-accounts'],
    ['to another line', { debit: 'receivable:payer:M:1' }, 'mirror/other-accounts'],
    ['older than its original', { id: 3 }, 'mirror/before-original'],
    ['that has two itself', { mirrors: 2 }, 'mirror/twice'],
  ])('%s', (_, more, check) => {
    expect(checksOf(mirror(more))).toContain(check)
  })
})
