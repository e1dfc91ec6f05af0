/** `tally x12 era`: the fields that command-line.md fixes, the claims, and a file that is read as it comes. */
import { describe, expect, test } from 'vitest'
import { payment } from './sample-interchanges.ts'
import { runOf } from './sample-run.ts'

const outByACent = payment.replace('BPR*I*66.55', 'BPR*I*66.56')
const lineOut = payment.replace('CAS*PR*2*16', 'CAS*PR*2*15')

async function answerTo(file: string, ...options: string[]) {
  const { exit, printed, said } = await runOf(['x12', 'era', ...options], file)
  expect({ exit, said }).toEqual({ exit: 0, said: [] })
  return JSON.parse(printed)
}

describe('a remittance', () => {
  test('is printed with its totals, its proof and its verdict', async () => {
    const { transactions, findings } = await answerTo(payment)
    expect(transactions).toEqual([
      {
        ...{ ordinal: 1, controlNumber: '0001', traceNumber: 'EFT1', originatorId: '1512345678' },
        ...{ handling: 'I', method: 'ACH', paidOn: '2026-11-20', producedOn: null },
        ...{ payer: { name: 'EXAMPLE HEALTH PLAN', id: '12345' }, payerId: '12345', payeeId: '1234567893' },
        payee: { name: 'EXAMPLE PHYSICAL THERAPY LLC', npi: '1234567893', taxId: null },
        ...{ paymentCents: 6655, chargeCents: 19000, paidCents: 6400, patientCents: 1600 },
        providerAdjustmentCents: -255,
        providerAdjustments: [
          {
            ...{ providerId: '1234567893', fiscalDate: '2026-12-31', reason: 'L6', reference: '202611201' },
            ...{ amountCents: -255, segment: 22 },
          },
        ],
        ...{
          claims: 1,
          lines: 2,
          byStatus: { '1': 1 },
          reversals: 0,
          zeroPaid: 0,
          denied: 0,
          zeroPaidLines: 1,
        },
        proof: { balanced: true, differenceCents: 0, claimsOutOfBalance: [], linesOutOfBalance: [] },
        ...{ verdict: 'post', complete: true, duplicateOf: null, segments: { first: 3, last: 23 } },
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ])
    expect(findings).toEqual([])
  })

  test('of which no claim is denied and one line is: with --claims it says which', async () => {
    const { transactions } = await answerTo(payment, '--claims')
    expect(transactions[0]).toMatchObject({ claims: 1, lines: 2 })
    expect(transactions[0].claimDetails).toMatchObject([
      {
        ...{ position: 1, claimNumber: 'PCN1', status: '1', chargeCents: 19000, paidCents: 6400 },
        ...{ adjustments: [], remarks: ['MA18'], denied: false, patient: { last: 'SAMPLE', first: 'ALMA' } },
        lines: [
          {
            ...{ procedureCode: '97110', modifiers: ['GP'], lineControlNumber: 'L1', denied: false },
            adjustments: [
              { group: 'CO', reason: '45', amountCents: 2000, quantity: null },
              { group: 'PR', reason: '2', amountCents: 1600, quantity: null },
            ],
          },
          {
            ...{ procedureCode: '97530', paidCents: 0, denied: true, remarks: ['N54'] },
            adjustments: [{ group: 'CO', reason: '197', amountCents: 9000 }],
          },
        ],
      },
    ])
  })

  test.each<[string, string, object]>([
    [
      'a cent more than its claims',
      outByACent,
      { verdict: 'quarantine', proof: { balanced: false, differenceCents: 1 } },
    ],
    [
      'a line out by a dollar',
      lineOut,
      {
        verdict: 'post-in-part',
        proof: {
          ...{ balanced: true, differenceCents: 0 },
          claimsOutOfBalance: [{ claim: 1, differenceCents: 100 }],
          linesOutOfBalance: [{ claim: 1, line: 1, differenceCents: 100 }],
        },
      },
    ],
    ['cut', payment.slice(0, payment.indexOf('GE*')), { verdict: 'quarantine', complete: false }],
    [
      'without an amount of payment',
      payment.replace('66.55', ''),
      { verdict: 'quarantine', paymentCents: null, proof: { balanced: false, differenceCents: null } },
    ],
  ])('%s is answered 0 with its verdict', async (_, file, wanted) => {
    expect((await answerTo(file)).transactions).toMatchObject([wanted])
  })

  test('that came twice: the second repeats the first, with the same digest', async () => {
    const { transactions } = await answerTo(payment + payment, '--claims')
    expect(transactions).toMatchObject([
      { ordinal: 1, verdict: 'post', duplicateOf: null },
      { ordinal: 2, verdict: 'duplicate', duplicateOf: 1, digest: transactions[0].digest },
    ])
    expect(transactions[1].claimDetails).toHaveLength(1)
  })
})

describe('--text', () => {
  const shown = async (file: string, ...options: string[]) =>
    (await runOf(['x12', 'era', '--text', ...options], file)).printed

  test('shows a row for each ST and what its PLB says', async () => {
    const text = await shown(payment)
    expect(text).toMatch(/^ST +trace +from +by +payment /)
    expect(text).toMatch(/^1 +EFT1 +EXAMPLE HEALTH PLAN +ACH +\$66\.55 +\$190\.00 +\$64\.00 .* post$/m)
    expect(text).toMatch(/^ {2}ST 1: L6 202611201 -\$2\.55$/m)
  })

  test('says what does not add up, and by how much', async () => {
    expect(await shown(outByACent)).toContain(
      'ST 1: the payment of $66.56 differs by $0.01 from its claims ($64.00) less the provider adjustments',
    )
    expect(await shown(lineOut)).toMatch(/^ {2}ST 1 claim 1 line 1: out by \$1\.00$/m)
    expect(await shown(payment.replace('66.55', ''))).toContain('ST 1: the payment could not be read')
    expect(await shown(payment + payment)).toMatch(/^2 .* duplicate of ST 1$/m)
  })

  test('shows claims and lines with --claims', async () => {
    const text = await shown(payment, '--claims')
    expect(text).toMatch(/^1 +PCN1 +1 +\$190\.00 +\$64\.00 +MA18$/m)
    expect(text).toMatch(/^ +1 +97110 GP +2 +\$100\.00 +\$64\.00 +CO 45 \$20\.00, PR 2 \$16\.00$/m)
    expect(text).toMatch(/^ +denied +2 +97530 GP +2 +\$90\.00 +\$0\.00 +CO 197 \$90\.00 +N54$/m)
    expect(await shown(payment)).not.toContain('97110')
  })
})

test('a file is read as its parts come: none is held, and others have their turn', async () => {
  const part = new TextEncoder().encode(payment.repeat(Math.ceil(1_000_000 / payment.length)))
  const turnsAtPart: number[] = []
  let [turns, running] = [0, true]
  const turn = () => {
    turns += 1
    if (running) setImmediate(turn)
  }
  setImmediate(turn)
  async function* parts() {
    for (let count = 0; count < 4; count++) {
      turnsAtPart.push(turns)
      const own = part.slice()
      yield own
      // Whoever still looks at what was handed out finds nothing.
      own.fill(0)
    }
  }
  const { exit, printed } = await runOf(['x12', 'era'], parts())
  running = false
  expect(exit).toBe(0)
  const { transactions } = JSON.parse(printed)
  expect(transactions).toHaveLength(4 * Math.ceil(1_000_000 / payment.length))
  expect(transactions.at(-1)).toMatchObject({ verdict: 'duplicate', duplicateOf: 1, paymentCents: 6655 })
  for (const [place, turnsThen] of turnsAtPart.entries())
    if (place > 0) expect(turnsThen).toBeGreaterThan(turnsAtPart[place - 1] ?? 0)
}, 30_000)
