/** The same money in twenty disguises moves nothing; the same payment with other content is kept beside it. */
import { virtualClock } from '@tally/platform'
import { startTestHost, type TestHost } from '@tally/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SampleClaim, type SampleRemittance, sample835 } from '../domain/sample-remittance.ts'
import { eraPosting } from '../service.ts'
import { balances, became, handIn, postingCount } from './sample-posting.ts'
import { captured, claimNumber, lineId, say, submitted, transmissionId, transmit } from './sample-visit.ts'

let tally: TestHost
beforeAll(async () => {
  tally = await startTestHost({ services: [eraPosting], clock: virtualClock('2026-11-24T18:00:00Z') })
  const visits = ['11', '12', '13'].map((id) => ({ id, lines: [{ code: '97110', charge: 10000 }] }))
  for (const visit of visits) await say(tally, [captured(visit), submitted(visit)])
  await transmit(tally, 'F1RST', sample835(first, second))
})
afterAll(() => tally.stop())

const claim = (id: string, paid: number): SampleClaim => {
  const off = [
    ['CO', '45', 10000 - paid - 500],
    ['PR', '2', 500],
  ] as const
  const line = {
    code: '97110',
    charge: 10000,
    paid,
    adjustments: off,
    control: lineId(id, 1),
    remarks: ['N130', 'M15'],
  }
  return {
    number: claimNumber(id),
    charge: 10000,
    paid,
    patient: 500,
    lines: [line],
    payerNumber: `ICN${id}`,
  }
}
const first: SampleRemittance = {
  trace: 'EFT1',
  claims: [claim('11', 8000), claim('12', 7000)],
  provider: [
    ['WO', 'OLDREFERENCE', 1000],
    ['L6', 'ICN11', -255],
  ],
}
const second: SampleRemittance = { trace: 'EFT2', claims: [claim('13', 6000)] }
/** A payer’s one number for everything: only the content tells a copy. */
const placeholder = (claims: readonly SampleClaim[]): SampleRemittance => ({ trace: 'EO0000000000', claims })

async function statuses(transmission: string): Promise<string[]> {
  const rows = await tally.sql<{ status: string }>(
    `select status from era_posting.remittance where transmission_id = $1 order by ordinal`,
    [transmissionId(transmission)],
  )
  return rows.map(({ status }) => status)
}

const reversed = <T>(all: readonly T[] = []): readonly T[] => all.toReversed()
const text = sample835(first, second)
const moved = (change: (segments: string[]) => string[]) =>
  `${change(text.split('~\n').slice(0, -1)).join('~\n')}~\n`

const disguises: readonly (readonly [name: string, text: string])[] = [
  ['the same bytes', text],
  ['no line breaks', text.replaceAll('\n', '')],
  ['other line breaks, and indented', text.replaceAll('~\n', '~\r\n  ')],
  ['broken at 80 columns', text.replaceAll('\n', '').replace(/.{80}/g, '$&\n')],
  ['a byte order mark', `\uFEFF${text}`],
  ['another element separator', text.replaceAll('*', '|')],
  ['another component separator', text.replaceAll(':', '>')],
  ['another repetition separator', text.replaceAll('^', '!')],
  ['line feeds as terminators', text.replaceAll('~\n', '\n')],
  ['another interchange number', text.replaceAll('000000201', '000000999')],
  ['another group number', text.replaceAll('*201*', '*77*').replace('GE*2*201', 'GE*2*77')],
  ['other transaction numbers', text.replaceAll('*0001~', '*4711~').replaceAll('*0002~', '*4712~')],
  [
    'another day of the envelope',
    text.replaceAll('*261120*0815*', '*261224*2359*').replace('*20261120*0815*201', '*20261224*2359*201'),
  ],
  [
    'other names on the envelope',
    text.replaceAll('EXPAYER ', 'OTHERCH ').replaceAll('EXCLINIC ', 'OTHERGW '),
  ],
  ['ST03', text.replaceAll('ST*835*0001', 'ST*835*0001*005010X221A1')],
  ['amounts without zeros', text.replaceAll('.00', '')],
  ['empty elements at the end', text.replaceAll('*XV*12345~', '*XV*12345**~')],
  ['the transactions in another order', sample835(second, first)],
  [
    'each transaction in its own group',
    text
      .replace('SE*', 'SE*')
      .replace(
        'ST*835*0002',
        'GE*1*201~\nGS*HP*EXPAYER*EXCLINIC*20261120*0815*202*X*005010X221A1~\nST*835*0002',
      )
      .replace('GE*2*201', 'GE*1*202'),
  ],
  ['one of the two split off', sample835(second)],
  ['one of them twice', sample835(first, first)],
  ['a mail’s heading before it', `From: payer@example.com\n\n${text}`],
  ['the claims in another order', sample835({ ...first, claims: reversed(first.claims) }, second)],
  ['the provider adjustments in another order', sample835({ ...first, provider: reversed(first.provider) })],
  ['the provider adjustments on one segment', sample835({ ...first, together: true })],
  [
    'adjustments and remarks of a line in another order',
    sample835({
      ...second,
      claims: (second.claims ?? []).map((each) => ({
        ...each,
        lines: (each.lines ?? []).map((line) => ({
          ...{ ...line, adjustments: reversed(line.adjustments), remarks: reversed(line.remarks) },
        })),
      })),
    }),
  ],
  [
    'segments without an envelope',
    moved((segments) => segments.filter((each) => !/^(ISA|GS|GE|IEA)\*/.test(each))),
  ],
]

it('two payments of one file are posted', async () => {
  await expect.poll(() => statuses('F1RST')).toEqual(['posted', 'posted'])
})

describe('the same money', () => {
  it('has twenty disguises and more, each another text', () => {
    expect(disguises.length).toBeGreaterThanOrEqual(20)
    expect(new Set(disguises.map(([, each]) => each)).size).toBe(disguises.length)
  })

  it.each(disguises.map(([name, each], index) => [name, each, index] as const))(
    'with %s moves nothing, from a partner or by hand',
    async (_, disguise, index) => {
      const before = await postingCount(tally)
      await transmit(tally, `D${index}`, disguise)
      const became = async () => new Set(await statuses(`D${index}`))
      await expect.poll(became).toEqual(new Set(['duplicate']))
      const { status, json } = await handIn(tally, disguise)
      expect([status, new Set(json.transactions.map((each: { status: string }) => each.status))]).toEqual([
        200,
        new Set(['posted']),
      ])
      expect(await postingCount(tally)).toBe(before)
    },
  )

  it('merged with another payment: that one alone is posted', async () => {
    await transmit(
      tally,
      'MERGED',
      sample835(second, { trace: 'EFT3', claims: [{ ...claim('99', 100), lines: [] }] }, first),
    )
    await expect.poll(() => statuses('MERGED')).toEqual(['duplicate', 'posted-in-part', 'duplicate'])
  })

  it('under a number that the payer gives to all, its claims in another order', async () => {
    const claims = [
      { ...claim('21', 400), lines: [] },
      { ...claim('22', 300), lines: [] },
    ].map((each) => ({
      ...{ ...each, patient: 0, adjustments: [['CO', '45', 10000 - each.paid]] as const },
    }))
    await transmit(tally, 'P1', sample835(placeholder(claims)))
    await expect.poll(() => statuses('P1')).toEqual(['posted'])
    const before = await postingCount(tally)
    await transmit(tally, 'P2', sample835(placeholder(reversed(claims))))
    await expect.poll(() => statuses('P2')).toEqual(['duplicate'])
    expect(await postingCount(tally)).toBe(before)
  })
})

describe('the same trace number', () => {
  it('with other content is a conflict: both are kept, neither moves the other', async () => {
    const before = await postingCount(tally)
    const { json } = await handIn(tally, sample835({ ...second, claims: [claim('13', 5000)] }))
    const { remittanceId } = json.transactions[0]
    const shown = await became(tally, remittanceId)
    expect(shown).toMatchObject({
      status: 'quarantined',
      because: 'remittance/trace-conflict',
      paymentCents: 5000,
    })
    expect(await postingCount(tally)).toBe(before)
    const list = (await tally.call('GET', '/v1/remittances?limit=200')).json.items
    const same = list.filter(({ trace, duplicateOf }: { trace: string; duplicateOf: string | null }) => {
      return trace === 'EFT2' && duplicateOf === null
    })
    expect(same.map(({ status }: { status: string }) => status).sort()).toEqual(['posted', 'quarantined'])
    expect((await tally.call('GET', `/v1/remittances/${remittanceId}/proof`)).json).toMatchObject({
      ...{ balanced: true, postings: 0, clears: true },
    })
  })
})

it('every invariant holds, and every clearing account is at 0', async () => {
  expect(await tally.sql('select * from era_posting.invariant_broken')).toEqual([])
  expect(await balances(tally, 'clearing:')).toEqual({})
})
