/** `tally x12 benefits`: the fields that command-line.md fixes; what a 271 leaves out is unknown, never zero. */
import { describe, expect, test } from 'vitest'
import { corpusFile, corpusIsThere } from './sample-corpus.ts'
import { benefitsAnswered } from './sample-interchanges.ts'
import { runOf } from './sample-run.ts'

async function answerTo(input: string | Uint8Array[]) {
  const { exit, printed, said } = await runOf(['x12', 'benefits'], input)
  expect({ exit, said }).toEqual({ exit: 0, said: [] })
  return JSON.parse(printed)
}

const unknown = { totalCents: null, remainingCents: null }

test('a 271 gives each person’s cover, and why others have none', async () => {
  const { subscribers, rejections, findings } = await answerTo(benefitsAnswered)
  expect(subscribers).toMatchObject([
    {
      ...{ coverage: 'active', rejections: [], memberId: 'EXH000000001', authorizationRequired: 'yes' },
      deductible: { individual: { totalCents: 150000, remainingCents: 42000 }, family: unknown },
      copay: { amountCents: 3000, serviceType: 'PT', network: 'in' },
      coinsurance: { percent: 20, serviceType: 'PT', network: 'in' },
      therapyVisits: {
        ...{ limit: 30, used: 12, remaining: 18, period: 'calendar-year', confidence: 'high' },
        sharedWith: ['OT', 'SLP'],
      },
      messages: ['COMBINED PT OT ST LIMIT'],
    },
    {
      ...{ coverage: 'unknown', copay: null, coinsurance: null, authorizationRequired: 'unknown' },
      ...{ deductible: { individual: unknown, family: unknown }, benefits: [], messages: [] },
      rejections: [{ code: '75', says: 'insured not found', followUp: 'C', level: 'subscriber' }],
      therapyVisits: { limit: null, used: null, remaining: null, confidence: null, candidates: [] },
    },
  ])
  expect(subscribers[0].benefits).toHaveLength(7)
  expect(subscribers[0].therapyVisits.candidates).toHaveLength(2)
  expect(rejections).toMatchObject([{ code: '42', followUp: 'R', level: 'source', next: 'retry' }])
  expect(findings).toEqual([])
})

test('--text says it in lines, the unknown as unknown', async () => {
  const { exit, printed } = await runOf(['x12', 'benefits', '--text'], benefitsAnswered)
  expect(exit).toBe(0)
  for (const line of [
    /^ALMA SAMPLE, member EXH000000001: cover active, EXAMPLE GOLD PPO\n/,
    /^deductible, individual +\$1,500\.00 +\$420\.00\ndeductible, family +unknown +unknown$/m,
    /^Copay: \$30\.00 \(type PT, network in\)\nCoinsurance: 20 % \(type PT, network in\)$/m,
    /^Therapy visits: limit 30 a calendar-year, used 12, remaining 18, shared with OT, SLP; confidence high$/m,
    /^Authorization required: yes\n\nMessages\n {2}COMBINED PT OT ST LIMIT\n\nCARLA DUMMY, .*: cover unknown$/m,
    /^Copay: unknown\nCoinsurance: unknown\nTherapy visits: unknown\nAuthorization required: unknown$/m,
    /^Rejected\n {2}75 insured not found; front-desk: correct it/m,
    /^Rejected above the subscriber\n {2}42 the payer cannot answer now; tally: asked again/m,
  ])
    expect(printed).toMatch(line)
})

test('--text says unlimited, and of whom it does not know the name', async () => {
  const { printed } = await runOf(
    ['x12', 'benefits', '--text'],
    benefitsAnswered
      .replace(/EB\*F\*IND\*PT\*\*\*23[^~]*~/, 'EB*H*IND*PT******Y~')
      .replace(/EB\*F\*IND\*PT\*\*\*29[^~]*~\n/, '')
      .replace('SE*21*', 'SE*20*')
      .replace('SAMPLE*ALMA', '*'),
  )
  expect(printed).toMatch(/^Unknown person, member EXH000000001: cover active/)
  expect(printed).toMatch(/^Therapy visits: unlimited, shared with OT, SLP; confidence high$/m)
})

describe.skipIf(!corpusIsThere)('the samples of the corpus', () => {
  test.each<[string, object]>([
    [
      'tally-therapy-visits-total-and-remaining.edi',
      {
        subscribers: [
          {
            ...{ coverage: 'active', authorizationRequired: 'yes', copay: { amountCents: 3000 } },
            deductible: {
              individual: { totalCents: 150000, remainingCents: 42000 },
              family: { totalCents: 300000, remainingCents: 192000 },
            },
            therapyVisits: { limit: 30, remaining: 18, sharedWith: ['OT', 'SLP'], period: 'calendar-year' },
          },
        ],
      },
    ],
    [
      'tally-therapy-visits-in-delivery-segments.edi',
      {
        subscribers: [
          {
            ...{ coverage: 'active', authorizationRequired: 'no', copay: { amountCents: 2500 } },
            therapyVisits: { limit: 35, remaining: 11, sharedWith: [], period: 'calendar-year' },
          },
        ],
      },
    ],
    [
      'tally-inactive-and-retry-later.edi',
      {
        subscribers: [{ coverage: 'inactive', therapyVisits: { limit: null } }],
        rejections: [{ code: '42', level: 'source', next: 'retry' }],
      },
    ],
  ])('%s', async (file, wanted) => {
    expect(await answerTo([corpusFile(`271/${file}`)])).toMatchObject({ ...wanted, findings: [] })
  })
})
