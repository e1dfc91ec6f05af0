import { noCents, serviceDate } from '@tally/kernel'
import { describe, expect, it } from 'vitest'
import { movedClock, sampleInquiry } from '../sample-claims.ts'
import { simulate } from '../simulate.ts'
import { readInquiries } from '../state/read-submission.ts'
import { answerInquiry, type InquiryFacts } from './answer-inquiry.ts'

const facts: InquiryFacts = {
  ...{ at: Date.parse('2026-11-21T17:30:00Z'), today: serviceDate('2026-11-21'), again: () => false },
  deductible: () => ({ total: noCents, left: noCents }),
}

function answerTo(about: Parameters<typeof sampleInquiry>[0], more: Partial<InquiryFacts> = {}): string[] {
  const read = readInquiries(sampleInquiry(about))
  const inquiry = typeof read === 'string' ? undefined : read.inquiries[0]
  if (!inquiry) throw new Error('the sample asks something')
  return answerInquiry(inquiry, { ...facts, ...more }).body.map((segment) =>
    segment.join('*').replace(/\**$/, ''),
  )
}

/** What follows the member: benefits and what hangs on them. */
const below = (segments: readonly string[]) =>
  segments.slice(segments.findIndex((one) => one.startsWith('DMG')) + 1)

describe('the answer to a 270', () => {
  it('says back who asked whom about whom', () => {
    expect(answerTo({}).slice(0, 9)).toEqual([
      ...[
        'BHT*0022*11*Q0000701*20261121*1730',
        'HL*1**20*1',
        'NM1*PR*2*SOME PAYER*****PI*02302',
        'HL*2*1*21*1',
      ],
      ...['NM1*1P*2*EXAMPLE PHYSICAL THERAPY LLC*****XX*1234567893', 'HL*3*2*22*0'],
      ...['TRN*2*TRACE0000001*9CLINICSUB', 'NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73', 'DMG*D8*19500101*F'],
    ])
  })

  it('an ordinary Medicare member', () => {
    expect(below(answerTo({}))).toEqual([
      ...['DTP*346*D8*20260101', 'EB*1**30^1^33^35^47^86^88^98^AL^MH^UC*MB', 'EB*1**PT*MB********Y'],
      ...['EB*C*IND*30*MB**23*283', 'EB*C*IND*30*MB**29*0', 'EB*A*IND*PT*MB**27**.2'],
    ])
  })

  it('an ordinary commercial member', () => {
    expect(below(answerTo({ payerId: '60054', memberId: 'W1' }))).toEqual([
      ...['DTP*346*D8*20260101', 'EB*1**30^1^33^35^47^86^88^98^AL^MH^UC**AETNA', 'EB*1**PT*********Y'],
      'EB*B*IND*PT***27*35*****Y',
    ])
  })

  it('what is left of a deductible', () => {
    const deductible = () => ({ total: 150_000, left: 42_000 }) as ReturnType<InquiryFacts['deductible']>
    const said = answerTo({ payerId: '60054', memberId: 'W1' }, { deductible })
    expect(said).toEqual(
      expect.arrayContaining(['EB*C*IND*30***23*1500*****Y', 'EB*C*IND*30***29*420*****Y']),
    )
  })
})

describe('the magic shapes', () => {
  it.each<[string, string[]]>([
    ['70', ['EB*F*IND*PT***23***VS*30*N*Y', 'EB*F*IND*PT***29***VS*18*N*Y']],
    ['71', ['EB*F*IND*PT********N*Y', 'HSD*VS*35***23*1', 'EB*F*IND*PT********N*Y', 'HSD*VS*11***29']],
    ['72', ['EB*D*IND*30*********Y', 'MSG*PHYSICAL THERAPY LIMITED TO 25 VISITS PER CALENDAR YEAR']],
    [
      '73',
      [
        'EB*F*IND**MB*PHYSICAL AND SPEECH THERAPY*23*2480',
        'EB*F*IND**MB*PHYSICAL AND SPEECH THERAPY*29*1840',
      ],
    ],
    ['83', ['EB*F*IND*PT***23***VS*20*N*Y', 'EB*F*IND*PT***29***VS*0*N*Y']],
    [
      '86',
      [
        'EB*F*IND*PT^AD^AF***23***VS*60*N*Y',
        'EB*F*IND*PT^AD^AF***29***VS*41*N*Y',
        'MSG*COMBINED PT OT ST LIMIT',
      ],
    ],
    [
      '77',
      [
        'EB*R**30*HN*SAMPLE ADVANTAGE HMO',
        'REF*18*H9999 001',
        'DTP*290*D8*20260101',
        'LS*2120',
        'NM1*PRP*2*SAMPLE ADVANTAGE HMO*****PI*14163',
        'LE*2120',
      ],
    ],
    [
      '78',
      [
        'EB*X**42*MA**26',
        'DTP*193*D8*20261031',
        'DTP*194*D8*20261229',
        'LS*2120',
        'NM1*1P*2*SAMPLE HOME HEALTH AGENCY*****XX*1548293012',
        'LE*2120',
      ],
    ],
    [
      '79',
      [
        'EB*X**AG*MA**36',
        'DTP*435*D8*20261031',
        'LS*2120',
        'NM1*FA*2*SAMPLE NURSING FACILITY*****XX*1548293012',
        'LE*2120',
      ],
    ],
    [
      '80',
      [
        'EB*X**45*MA**26',
        'DTP*292*RD8*20261031-20261229',
        'LS*2120',
        'NM1*1P*2*SAMPLE HOSPICE*****XX*1548293012',
        'LE*2120',
      ],
    ],
    [
      '81',
      [
        'EB*R**30*12*WORKING AGED',
        'REF*IG*GRP7700',
        'DTP*290*D8*20260101',
        'LS*2120',
        'NM1*PRP*2*EXAMPLE HEALTH PLAN*****PI*12345',
        'LE*2120',
      ],
    ],
  ])('%s', (number, segments) => {
    expect(answerTo({ memberId: `1EG4TE5XQ${number}` }).slice(-segments.length)).toEqual(segments)
  })

  it('82: therapy needs authorization', () => {
    expect(answerTo({ memberId: '1EG4TE5XQ82' })).toContain('EB*1**PT*MB*******Y*Y')
  })

  it('87: nothing is said of therapy', () => {
    expect(answerTo({ memberId: '1EG4TE5XQ87' }).filter((one) => one.includes('PT*'))).toEqual([])
  })

  it('74: inactive', () => {
    expect(below(answerTo({ memberId: '1EG4TE5XQ74' })).slice(1)).toEqual(['EB*6**30'])
  })

  it.each([
    ['75', 'AAA*N**75*C'],
    ['88', 'AAA*N**72*C'],
    ['90', 'AAA*N**71*C'],
  ])('%s: rejected at the member', (number, rejection) => {
    expect(answerTo({ memberId: `1EG4TE5XQ${number}` }).slice(-2)).toEqual([
      ...[`NM1*IL*1*DOE*JANE****MI*1EG4TE5XQ${number}`, rejection],
    ])
  })

  it('76: the payer cannot answer now; XN76 can the second time', () => {
    expect(answerTo({ memberId: '1EG4TE5XQ76' }).slice(1)).toEqual([
      ...['HL*1**20*0', 'AAA*Y**42*R', 'NM1*PR*2*SOME PAYER*****PI*02302'],
    ])
    expect(answerTo({ memberId: '1EG4TE5XN76' }, { again: () => true })).toContain('EB*1**PT*MB********Y')
  })
})

describe('when it is answered', () => {
  const bytes = (memberId: string) => Buffer.from(sampleInquiry({ memberId }))
  const ask = (world: ReturnType<typeof simulate>, memberId: string, key: string | null = null) =>
    world.inquire({ bytes: bytes(memberId), key, sender: null })

  it('at once, slowly, or later by webhook', async () => {
    const clock = movedClock()
    const heard: string[] = []
    const world = simulate({ clock, send: async ({ body }) => heard.push(body) && 202 })
    expect(await ask(world, '1EG4TE5MK73')).toMatchObject({ kind: 'answered', afterMs: 0 })
    expect(await ask(world, '1EG4TE5XQ84')).toMatchObject({ kind: 'answered', afterMs: 60_000 })
    expect(await ask(world, '1EG4TE5XQ85')).toMatchObject({ kind: 'later', transmissionId: 'I3' })
    expect(heard).toEqual([])
    clock.advance(2_000)
    await world.work()
    expect(heard).toHaveLength(1)
    expect(heard[0]).toContain('EB*1**PT*MB')
  })

  it('the same key and bytes are one inquiry', async () => {
    const clock = movedClock()
    const world = simulate({ clock, send: null })
    const first = await ask(world, '1EG4TE5XN76', 'k1')
    clock.advance(3_600_000)
    expect(await ask(world, '1EG4TE5XN76', 'k1')).toEqual(first)
    expect(await ask(world, '1EG4TE5XN76', 'k2')).not.toEqual(first)
    expect(world.state.inquiries).toHaveLength(2)
  })

  it('claims are not questions', async () => {
    const world = simulate({ clock: movedClock(), send: null })
    const answer = await world.inquire({ bytes: Buffer.from('ISA'), key: null, sender: null })
    expect(answer).toMatchObject({ kind: 'unreadable' })
  })
})
