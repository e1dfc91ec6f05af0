import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { commercial, movedClock, type SampleClaim, sampleFile } from './sample-claims.ts'
import { type Simulation, simulate, testWebhookSecret, workUntilQuiet } from './simulate.ts'
import { journalPage, submissionItem, submissionsBy } from './state/show-world.ts'
import type { SignedWebhook } from './state/sign-webhook.ts'
import { inequalitiesIn } from './wire/remittance-equations.ts'

/** A world with what it sent, each webhook with the clock's reading. */
function outside(more: Partial<Simulation> = {}) {
  const clock = movedClock()
  const began = clock.millis()
  const heard: { readonly at: number; readonly webhook: SignedWebhook }[] = []
  const send = async (webhook: SignedWebhook) => {
    heard.push({ at: clock.millis() - began, webhook })
    return 202
  }
  const world = simulate({ clock, send, ...more })
  const post = (text: string, key: string | null = null) =>
    world.submit({ bytes: Buffer.from(text), key, sender: null })
  const files = () => [...world.state.files.values()].map(({ file }) => file)
  return {
    ...{ clock, world, heard, post, files },
    quiet: () => workUntilQuiet(world, clock),
    async sendClaims(claims: readonly SampleClaim[], control = 101) {
      await post(sampleFile({ claims, control }))
      await workUntilQuiet(world, clock)
    },
    remittances: () =>
      files()
        .filter(({ kind }) => kind === '835')
        .map(({ text }) => text),
    kinds: () => files().map(({ kind }) => kind),
  }
}

const segmentsOf = (text: string, ...names: string[]) =>
  text.split('~').filter((segment) => names.includes(segment.split('*')[0] ?? ''))

const folders: string[] = []
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'tally-outside-'))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true })
})

describe('an ordinary claim', () => {
  it('is answered by TA1 and 999, two 277CA and an 835, each in its time', async () => {
    const { heard, quiet, post, kinds } = outside()
    expect(await post(sampleFile(), 'k1')).toMatchObject({ kind: 'accepted', transmissionId: 'T0000001' })
    await quiet()
    expect(kinds()).toEqual(['TA1', '999', '277CA', '277CA', '835'])
    expect(heard.map(({ at }) => at)).toEqual([300, 300, 650, 1_000, 3_000])
  })

  it('keeps its numbers on the way', async () => {
    const { sendClaims, files } = outside()
    await sendClaims([{}])
    const [ta1, syntax, forwarded, accepted, remitted] = files().map(({ text }) => text)
    expect(segmentsOf(ta1 ?? '', 'TA1')).toEqual(['TA1*000000101*261121*0930*A*000'])
    expect(segmentsOf(syntax ?? '', 'AK1', 'AK2', 'IK5', 'AK9')).toEqual([
      ...['AK1*HC*101*005010X222A1', 'AK2*837*0001*005010X222A1', 'IK5*A', 'AK9*A*1*1*1'],
    ])
    expect(segmentsOf(forwarded ?? '', 'TRN', 'STC').slice(-2)).toEqual([
      ...['TRN*2*PCN0000000000000001', 'STC*A0:16:PR*20261121*WQ*250'],
    ])
    expect(segmentsOf(accepted ?? '', 'TRN', 'STC', 'REF')).toEqual([
      ...['TRN*1*R00000041', 'TRN*2*B000000101', 'STC*A1:19:PR*20261121*WQ*250', 'TRN*1*0'],
      ...['STC*A1:19:85**WQ*250', 'TRN*2*PCN0000000000000001', 'STC*A2:20:PR*20261121*WQ*250'],
      'REF*1K*202611210000001',
    ])
    expect(segmentsOf(remitted ?? '', 'ST', 'BPR', 'CLP', 'REF')).toEqual([
      'ST*835*0001',
      'BPR*I*101.14*C*ACH*CCP*01*021000021*DA*123456789*1045869107**01*031000053*DA*987654321*20261121',
      'REF*TJ*930000001',
      'CLP*PCN0000000000000001*1*250*101.14*26.47*MB*202611210000001*11*1',
      ...['REF*6R*L00000001', 'REF*6R*L00000002', 'REF*6R*L00000003'],
    ])
  })

  it('says no TA1 that nobody asked for, where the setting is so', async () => {
    const { sendClaims, kinds, post, quiet } = outside({ settings: { ta1: 'asked' } })
    await sendClaims([{}])
    expect(kinds().slice(0, 2)).toEqual(['999', '277CA'])
    await post(sampleFile({ control: 102, wantsTa1: true }))
    await quiet()
    expect(kinds().slice(4, 6)).toEqual(['TA1', '999'])
  })

  it('is signed so that the library of the receiver takes it', async () => {
    const clock = { millis: () => Date.now() }
    const heard: SignedWebhook[] = []
    const send = async (webhook: SignedWebhook) => heard.push(webhook) && 202
    const world = simulate({ clock, send, settings: { ackAfterMs: 0 } })
    await world.submit({ bytes: Buffer.from(sampleFile()), key: null, sender: null })
    await world.work()
    const [first] = heard
    const receiver = new Webhook(testWebhookSecret)
    const verify = (body: string) => receiver.verify(body, { ...first?.headers }, { jsonParse: false })
    expect(first?.headers).toMatchObject({
      'content-type': 'application/edi-x12',
      'webhook-id': 'msg_F0000001',
    })
    expect(() => verify(first?.body ?? '')).not.toThrow()
    expect(() => verify(`${first?.body} `)).toThrow('No matching signature')
  })

  it('is announced thinly where the setting is so', async () => {
    const { sendClaims, heard } = outside({ settings: { thin: true } })
    await sendClaims([{}])
    expect(heard.at(-1)?.webhook).toMatchObject({
      headers: { 'content-type': 'application/json' },
      body: '{"type":"x12.835","transactionId":"F0000005"}',
    })
  })
})

describe('taking a submission', () => {
  it('the same key and bytes: the same answer, the journal unchanged', async () => {
    const { post, world } = outside()
    const first = await post(sampleFile(), 'k1')
    const before = JSON.stringify(journalPage(world.state, null, 10))
    expect(await post(sampleFile(), 'k1')).toEqual(first)
    expect(JSON.stringify(journalPage(world.state, null, 10))).toBe(before)
  })

  it('the same key and other bytes are refused', async () => {
    const { post, world } = outside()
    await post(sampleFile(), 'k1')
    expect(await post(sampleFile({ control: 102 }), 'k1')).toMatchObject({ kind: 'other-bytes' })
    expect(world.state.submissions).toHaveLength(1)
  })

  it('a control number used before: taken, then TA1 R 025 and nothing else', async () => {
    const { post, quiet, files, world } = outside()
    await post(sampleFile(), 'k1')
    await quiet()
    const before = files().length
    expect(await post(sampleFile({ claims: [{ number: 'OTHER' }] }), 'k2')).toMatchObject({
      kind: 'accepted',
    })
    await quiet()
    expect(
      files()
        .slice(before)
        .map(({ text }) => segmentsOf(text, 'TA1')),
    ).toEqual([['TA1*000000101*261121*0930*R*025']])
    expect(journalPage(world.state, null, 10).items.map(({ claimNumber }) => claimNumber)).toEqual([
      'PCN0000000000000001',
    ])
  })

  it('another sender may use the number', async () => {
    const { post, quiet, kinds } = outside()
    await post(sampleFile())
    await post(sampleFile({ sender: 'OTHERSUB' }))
    await quiet()
    expect(kinds().filter((kind) => kind === '835')).toHaveLength(2)
  })

  it.each([
    ['prose', Buffer.from('hello'), 'does not begin with ISA'],
    ['no text', Buffer.from([0xff, 0xfe, 0x00]), 'not text'],
    ['no claims', Buffer.from(sampleFile().replace('GS*HC', 'GS*HS')), 'not a file of claims'],
  ])('%s is sent back', async (_, bytes, says) => {
    const { world } = outside()
    const answer = await world.submit({ bytes, key: null, sender: null })
    expect(answer).toMatchObject({ kind: 'unreadable', says: expect.stringContaining(says) })
  })

  it('the journal tells what was sent, by claim', async () => {
    const { post, world } = outside()
    await post(sampleFile({ claims: [{}, { number: 'PCN2', memberId: '1EG4TE5XQ44' }] }), 'k1')
    const [first, second] = journalPage(world.state, null, 10).items
    expect(first).toMatchObject({
      ...{ transmissionId: 'T0000001', key: 'k1', sender: 'CLINICSUB', frequency: '1', chargeCents: 250_00 },
      controlNumbers: { interchange: '000000101', group: '101', transaction: '0001', batch: 'B000000101' },
      ...{ at: '2026-11-21T17:30:00.000Z', standing: 'accepted', payerClaimNumber: '202611210000001' },
    })
    expect(first?.lines.map(({ control }) => control)).toEqual(['L00000001', 'L00000002', 'L00000003'])
    expect(second).toMatchObject({ claimNumber: 'PCN2', standing: 'clearinghouse', payerClaimNumber: null })
    expect(journalPage(world.state, first?.id ?? '', 10).items).toEqual([second])
  })

  it('is asked about by batch or control number', async () => {
    const { post, world } = outside()
    await post(sampleFile(), 'k1')
    const byBatch = submissionsBy(world.state, { batch: 'B000000101' }).map(submissionItem)
    expect(byBatch).toMatchObject([{ accepted: true, key: 'k1', note: '000', batches: ['B000000101'] }])
    expect(submissionsBy(world.state, { control: '000000101', sender: 'CLINICSUB' })).toHaveLength(1)
    expect(submissionsBy(world.state, { control: '000000999' })).toEqual([])
  })
})

describe('magic members stop where they should', () => {
  it.each([
    ['1EG4TE5XQ40', ['TA1'], ['TA1*000000101*261121*0930*R*024']],
    ['1EG4TE5XQ41', ['TA1', '999'], ['IK5*R*5', 'AK9*R*1*1*0']],
    ['1EG4TE5XQ42', ['TA1', '999', '277CA', '277CA', '835'], ['IK5*E*5', 'AK9*E*1*1*1']],
    ['1EG4TE5XQ43', ['TA1', '999', '277CA'], ['STC*A3:24:41*20261121*U*250']],
    ['1EG4TE5XQ44', ['TA1', '999', '277CA'], ['STC*A7:164:IL*20261121*U*250']],
    [
      '1EG4TE5XQ46',
      ['TA1', '999', '277CA', '277CA'],
      ['STC*A0:16:PR*20261121*WQ*250', 'STC*A7:562:82*20261121*U*250'],
    ],
    ['1EG4TE5XQ60', [], []],
    ['1EG4TE5XQ61', ['TA1', '999', '277CA', '277CA'], ['REF*1K*202611210000001']],
  ])('%s', async (memberId, kinds, said) => {
    const world = outside()
    await world.sendClaims([{ memberId }])
    expect(world.kinds()).toEqual(kinds)
    const all = world.files().flatMap(({ text }) => text.split('~'))
    expect(all).toEqual(expect.arrayContaining(said))
  })

  it('one claim of a batch is rejected, the other is paid', async () => {
    const { sendClaims, remittances, files } = outside()
    await sendClaims([{ memberId: '1EG4TE5XQ44', number: 'BAD' }, { number: 'GOOD' }])
    expect(segmentsOf(files()[2]?.text ?? '', 'QTY', 'AMT').slice(0, 4)).toEqual([
      ...['QTY*90*1', 'QTY*AA*1', 'AMT*YU*250', 'AMT*YY*250'],
    ])
    expect(remittances().flatMap((text) => segmentsOf(text, 'CLP'))).toHaveLength(1)
  })

  it('a refused 999 names the segment and the claim', async () => {
    const { sendClaims, files } = outside()
    await sendClaims([{ memberId: '1EG4TE5XQ41' }])
    const place = Number(/IK3\*NM1\*(\d+)\*2010\*8/.exec(files()[1]?.text ?? '')?.[1])
    const sent = sampleFile({ claims: [{ memberId: '1EG4TE5XQ41' }] }).split('~\n')
    expect(sent[place + 1]).toContain('NM1*IL*1*DOE')
    expect(files()[1]?.text).toContain('CTX*CLM01:PCN0000000000000001~')
  })

  it('an XN member is let through the second time', async () => {
    const { sendClaims, kinds } = outside()
    await sendClaims([{ memberId: '1EG4TE5XN44', number: 'ONE' }])
    await sendClaims([{ memberId: '1EG4TE5XN44', number: 'TWO' }], 102)
    expect(kinds().filter((kind) => kind === '835')).toHaveLength(1)
  })
})

describe('after a remittance', () => {
  const clps = (texts: readonly string[]) =>
    texts.map((text) =>
      segmentsOf(text, 'BPR', 'CLP', 'PLB').map((one) => one.split('*').slice(0, 8).join('*')),
    )

  it('taken back: a reversal that opens a forward balance, closed by the next payment', async () => {
    const { sendClaims, remittances } = outside()
    const lines = [{ code: '97110', dollars: '50' }]
    await sendClaims([{ memberId: 'W1XQ53', payer: commercial, number: 'ONE', lines }])
    await sendClaims([{ memberId: 'W2', payer: commercial, number: 'TWO' }], 102)
    const said = clps(remittances())
    expect(said[0]?.slice(1)).toEqual(['CLP*ONE*1*50*3*30*12*202611210000001'])
    expect(said[1]).toEqual([
      ...['BPR*H*0*C*NON***', 'CLP*ONE*22*-50*-3**12*202611210000001'],
      expect.stringMatching(/^PLB\*1234567893\*20261231\*FB:NOPAY\d+\*-3$/),
    ])
    expect(said[2]?.at(-1)).toMatch(/^PLB\*1234567893\*20261231\*FB:NOPAY\d+\*3$/)
    expect(remittances().flatMap(inequalitiesIn)).toEqual([])
  })

  it('reversed and corrected: both in one 835, the correction under a number of its own', async () => {
    const { sendClaims, remittances } = outside()
    await sendClaims([{ memberId: '1EG4TE5XQ54', number: 'ONE' }])
    expect(segmentsOf(remittances()[1] ?? '', 'CLP')).toEqual([
      expect.stringMatching(/^CLP\*ONE\*22\*-250\*-101\.14\*\*MB\*202611210000001\*/),
      expect.stringMatching(/^CLP\*ONE\*1\*250\*91\.04\*23\.81\*MB\*202611210000001C\*/),
    ])
    expect(remittances().flatMap(inequalitiesIn)).toEqual([])
  })

  it('under review: denied with 133, then reversed and paid', async () => {
    const { sendClaims, remittances } = outside()
    await sendClaims([{ memberId: '1EG4TE5XQ31', number: 'ONE' }])
    expect(
      remittances().map((text) => segmentsOf(text, 'BPR', 'CLP').map((one) => one.slice(0, 22))),
    ).toEqual([
      ['BPR*H*0*C*NON*********', 'CLP*ONE*1*250*0*0*MB*2'],
      ['BPR*I*101.14*C*ACH*CCP', 'CLP*ONE*22*-250*0**MB*', 'CLP*ONE*1*250*101.14*2'],
    ])
  })

  it('sent twice: the same transactions under other control numbers', async () => {
    const { sendClaims, remittances } = outside()
    await sendClaims([{ memberId: '1EG4TE5XQ58' }])
    const [first = '', second = ''] = remittances()
    const inner = (text: string) => text.slice(text.indexOf('~ST*'), text.indexOf('~GE*'))
    expect(inner(second)).toBe(inner(first))
    expect(second).not.toBe(first)
    expect(segmentsOf(second, 'GE', 'IEA')).toEqual(['GE*1*6', 'IEA*1*000000006'])
  })

  it('a replacement reverses and corrects, a void reverses', async () => {
    const { sendClaims, remittances } = outside()
    const claim = { memberId: 'W1', payer: commercial }
    await sendClaims([{ ...claim, number: 'ONE' }])
    const corrected = [{ code: '97110', units: 1 }]
    await sendClaims(
      [{ ...claim, number: 'TWO', frequency: '7', original: '202611210000001', lines: corrected }],
      102,
    )
    await sendClaims(
      [{ ...claim, number: 'THREE', frequency: '8', original: '202611210000002', lines: corrected }],
      103,
    )
    const said = clps(remittances())
    expect(said[1]?.slice(1, 3)).toEqual([
      ...['CLP*ONE*22*-250*-145**12*202611210000001', 'CLP*TWO*1*100*3*30*12*202611210000002'],
    ])
    expect(said[2]?.[1]).toBe('CLP*TWO*22*-100*-3**12*202611210000002')
    expect(remittances().flatMap(inequalitiesIn)).toEqual([])
  })

  it('the same services twice are paid once', async () => {
    const { sendClaims, remittances } = outside()
    await sendClaims([{ number: 'ONE' }])
    await sendClaims([{ number: 'TWO' }], 102)
    expect(segmentsOf(remittances()[1] ?? '', 'CAS')).toEqual([
      'CAS*CO*18*100',
      'CAS*CO*18*60',
      'CAS*CO*18*90',
    ])
  })

  it('the deductible is used once, and given back by a reversal', async () => {
    const { sendClaims, world, remittances } = outside({ settings: { deductibles: { W1XQ53: 4_000 } } })
    const claim = { memberId: 'W1XQ53', payer: commercial }
    const line = (control: string) => [{ code: '97110', control }]
    await world.submit({
      bytes: Buffer.from(sampleFile({ claims: [{ ...claim, lines: line('A1') }] })),
      key: null,
      sender: null,
    })
    await sendClaims([{ ...claim, lines: line('A2') }], 102)
    const deductibles = remittances()
      .flatMap((text) => segmentsOf(text, 'CAS'))
      .filter((cas) => cas.startsWith('CAS*PR*1'))
    expect(deductibles).toEqual(['CAS*PR*1*33', 'CAS*PR*1*7**3*26', 'CAS*PR*1*-33', 'CAS*PR*1*-7**3*-26'])
    await sendClaims([{ ...claim, lines: line('A3') }], 103)
    expect(segmentsOf(remittances().at(-2) ?? '', 'CAS')).toEqual(['CAS*CO*45*67', 'CAS*PR*1*33'])
  })
})

describe('payers’ runs', () => {
  it('claims due together share an ST, payees have one each, payers a file each', async () => {
    const { sendClaims, remittances } = outside()
    await sendClaims([
      ...[
        { number: 'A1', memberId: 'W1' },
        { number: 'A2', memberId: 'W2', npi: '1861400004' },
      ],
      ...[
        { number: 'A3', memberId: 'W3' },
        { number: 'B1', memberId: 'W4', payer: commercial },
      ],
    ])
    expect(remittances().map((text) => segmentsOf(text, 'ST', 'CLP').map((one) => one.slice(0, 11)))).toEqual(
      [
        ['ST*835*0001', 'CLP*A1*1*25', 'CLP*A3*1*25', 'ST*835*0002', 'CLP*A2*1*25'],
        ['ST*835*0001', 'CLP*B1*1*25'],
      ],
    )
    const traces = remittances().flatMap((text) => segmentsOf(text, 'TRN').map((one) => one.split('*')[2]))
    expect(new Set(traces).size).toBe(3)
  })

  it('at multiples of the setting', async () => {
    const { post, quiet, clock, heard } = outside({ settings: { remitEveryMs: 86_400_000 } })
    await post(sampleFile({ claims: [{ memberId: 'W1' }] }))
    clock.advance(3_600_000)
    await post(sampleFile({ control: 102, claims: [{ memberId: 'W2' }] }))
    await quiet()
    expect(heard.at(-1)?.at).toBe(Date.parse('2026-11-22T00:00:00Z') - Date.parse('2026-11-21T17:30:00Z'))
    expect(segmentsOf(heard.at(-1)?.webhook.body ?? '', 'CLP')).toHaveLength(2)
  })

  it('magic ids break exactly the equality they should', async () => {
    const { sendClaims, remittances } = outside()
    await sendClaims([
      { memberId: 'W1', number: 'FINE' },
      { memberId: '1EG4TE5XQ51', number: 'CLAIM' },
    ])
    expect(inequalitiesIn(remittances()[0] ?? '').map(({ level, of }) => `${level} ${of}`)).toEqual([
      ...['line CLAIM', 'claim CLAIM'],
    ])
    await sendClaims([{ memberId: '1EG4TE5XQ50', number: 'CENT' }], 102)
    expect(inequalitiesIn(remittances()[1] ?? '')).toMatchObject([
      { level: 'transaction', saysCents: 101_15, makesCents: 101_14 },
    ])
  })
})

describe('every 835 adds up', () => {
  it.each([1, 2, 3, 4, 5, 6])('over generated claims, seed %i', async (seed) => {
    const next = numbers(seed)
    const { post, quiet, clock, remittances } = outside({
      settings: { deductibles: { W1: 20_000, W2: 5_000 } },
    })
    for (let control = 1; control <= 12; control += 1) {
      const claims = Array.from({ length: 1 + next(4) }, (_, index) =>
        generated(next, `G${control}C${index}`),
      )
      await post(sampleFile({ control, claims }))
      clock.advance(next(4_000))
      if (next(2) === 0) await quiet()
    }
    await quiet()
    expect(remittances().length).toBeGreaterThan(10)
    expect(remittances().flatMap(inequalitiesIn)).toEqual([])
  })
})

/** Whole numbers below a bound, the same for a seed every time (a linear congruential row). */
function numbers(seed: number): (below: number) => number {
  let state = BigInt(seed)
  return (below) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & ((1n << 64n) - 1n)
    return Number((state >> 33n) % BigInt(below))
  }
}

function generated(next: (below: number) => number, number: string): SampleClaim {
  const codes = ['97110', '97140', '97530', '97161', '97112', '97010', '97129', 'G0283', '97799', '97545']
  const payers = [
    medicareOf,
    commercial,
    ['84980', 'BLUE', 'BL'],
    ['SCF01', 'FUND', 'WC'],
    ['14163', 'ADVANTAGE', '16'],
  ]
  const magic = [10, 14, 28, 31, 32, 33, 36, 37, 52, 53, 54, 55, 56, 57, 59, 62, 63, 64, 65, 66, 67]
  const member = ['W1', 'W2', `W3XQ${magic[next(magic.length)]}`, `W4XE${magic[next(magic.length)]}`][next(4)]
  const [id = '', name = '', filing = ''] = payers[next(payers.length)] ?? []
  const lines = Array.from({ length: 1 + next(5) }, (_, index) => ({
    ...{ code: codes[next(codes.length)] ?? '97110', units: 1 + next(4), control: `${number}L${index}` },
    dollars: `${next(200)}.${String(next(100)).padStart(2, '0')}`,
    modifiers: [['GP'], ['GP', 'CQ'], ['GP', 'KX'], []][next(4)] ?? [],
  }))
  return { number, memberId: member ?? 'W1', payer: [id, name, filing], lines }
}
const medicareOf = ['02302', 'MEDICARE PART B', 'MB'] as const

describe('a restart', () => {
  it('goes on with what was promised, under the same numbers', async () => {
    const at = folder()
    const before = outside({ folder: at })
    await before.post(sampleFile(), 'k1')
    before.clock.advance(300)
    await before.world.work()
    expect(before.kinds()).toEqual(['TA1', '999'])
    // Killed here: nothing is closed.
    const clock = movedClock('2026-11-21T18:00:00Z')
    const heard: SignedWebhook[] = []
    const world = simulate({ clock, folder: at, send: async (webhook) => heard.push(webhook) && 202 })
    expect(await world.submit({ bytes: Buffer.from(sampleFile()), key: 'k1', sender: null })).toMatchObject({
      transmissionId: 'T0000001',
    })
    await workUntilQuiet(world, clock)
    expect(heard.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual([
      'msg_F0000003',
      'msg_F0000004',
      'msg_F0000005',
    ])
    expect(heard.some(({ body }) => body.includes('REF*1K*202611210000001~'))).toBe(true)
  })

  it('sends again what nobody took, byte for byte', async () => {
    const at = folder()
    const before = outside({ folder: at, send: async () => 503 })
    await before.post(sampleFile())
    before.clock.advance(5_000)
    await before.world.work()
    const written = before.files().map(({ id, text }) => [`msg_${id}`, text])
    expect(written).toHaveLength(5)
    const after = outside({ folder: at })
    after.clock.advance(120_000)
    await after.quiet()
    const heard = after.heard.map(({ webhook }) => [webhook.headers['webhook-id'], webhook.body])
    expect(heard).toHaveLength(5)
    expect(heard).toEqual(expect.arrayContaining(written))
  })

  it('knows decisions, deductibles, balances and settings', async () => {
    const at = folder()
    const settings = { deductibles: { W1: 5_000 } }
    const before = outside({ folder: at, settings })
    await before.sendClaims([{ memberId: 'W1', payer: commercial, lines: [{ control: 'A1' }] }])
    await before.sendClaims([{ memberId: 'W9XQ53', payer: commercial, lines: [{ control: 'B1' }] }], 102)
    const after = outside({ folder: at })
    await after.sendClaims(
      [{ memberId: 'W1', payer: commercial, lines: [{ control: 'A2' }], number: 'X' }],
      103,
    )
    const last = after.remittances().at(-1) ?? ''
    expect(segmentsOf(last, 'CAS')).toEqual(['CAS*CO*45*67', 'CAS*PR*1*17**3*16'])
    expect(after.world.state.balances).toEqual(before.world.state.balances)
    await after.sendClaims(
      [{ memberId: 'W1', payer: commercial, lines: [{ control: 'A1' }], number: 'Y' }],
      104,
    )
    expect(segmentsOf(after.remittances().at(-1) ?? '', 'CAS')).toEqual(['CAS*CO*18*100'])
  })

  it('forgets a line that was cut off, which nobody was told of', async () => {
    const at = folder()
    const before = outside({ folder: at })
    await before.post(sampleFile(), 'k1')
    const path = join(at, 'journal.jsonl')
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"ordinal":2,"transmis`)
    const after = outside({ folder: at })
    expect(after.world.state.submissions).toHaveLength(1)
    await after.post(sampleFile({ control: 102 }), 'k2')
    expect(outside({ folder: at }).world.state.submissions).toHaveLength(2)
  })
})

describe('faults', () => {
  it('an answer lost after accept: journaled, and the same key hears it', async () => {
    const { post, world } = outside({ faults: { answerLostAfterAccept: { rate: 1, seed: 1 } } })
    expect(await post(sampleFile(), 'k1')).toMatchObject({ kind: 'accepted', mishap: { lost: true } })
    world.setFaults({})
    expect(await post(sampleFile(), 'k1')).toMatchObject({
      transmissionId: 'T0000001',
      mishap: { lost: false },
    })
    expect(world.state.submissions).toHaveLength(1)
  })

  it.each([
    ['refuse', { refuse: { rate: 1, seed: 1 } }, 'refused'],
    ['hang', { hang: { rate: 1, seed: 1 } }, 'hangs'],
  ])('%s takes nothing', async (_, faults, kind) => {
    const { post, world } = outside({ faults })
    expect(await post(sampleFile(), 'k1')).toMatchObject({ kind })
    expect(world.state.submissions).toEqual([])
  })

  it('keys ignored: the same bytes are another submission, refused for its control number', async () => {
    const { post, quiet, files, world } = outside({ faults: { ignoreKeys: { rate: 1, seed: 1 } } })
    await post(sampleFile(), 'k1')
    await post(sampleFile(), 'k1')
    await quiet()
    expect(
      files()
        .filter(({ kind }) => kind === 'TA1')
        .map(({ text }) => /TA1.*/.exec(text)?.[0].slice(26, 31)),
    ).toEqual([...['A*000', 'R*025']])
    expect(journalPage(world.state, null, 10).items).toHaveLength(1)
    expect(world.state.byKey.size).toBe(0)
  })

  it('webhooks twice, late or never', async () => {
    const twice = outside({ faults: { duplicateWebhook: { rate: 1, seed: 1 } } })
    await twice.sendClaims([{}])
    const ids = twice.heard.map(({ webhook }) => webhook.headers['webhook-id'])
    expect(ids.length).toBe(10)
    expect(new Set(ids).size).toBe(5)
    const never = outside({ faults: { dropWebhook: { rate: 1, seed: 1 } } })
    await never.sendClaims([{}])
    expect([never.heard.length, never.files().length]).toEqual([0, 5])
    const late = outside({ faults: { reorderWebhooks: { rate: 0.5, seed: 2, ms: 10_000 } } })
    await late.sendClaims([{}])
    const order = late.heard.map(({ webhook }) => webhook.headers['webhook-id'] ?? '')
    expect(order.toSorted()).toHaveLength(5)
    expect(order).not.toEqual(order.toSorted())
  })

  it('a receiver that is down is tried with longer and longer waits, at most twenty times', async () => {
    const tries: number[] = []
    const clock = movedClock()
    const began = clock.millis()
    const send = async () => {
      tries.push(clock.millis() - began)
      return 500
    }
    const world = simulate({ clock, send, settings: { ackAfterMs: 0, ta1: 'asked' } })
    await world.submit({
      bytes: Buffer.from(sampleFile({ claims: [{ memberId: '1EG4TE5XQ41' }] })),
      key: null,
      sender: null,
    })
    await workUntilQuiet(world, clock)
    expect(tries.slice(0, 9)).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 31_500, 63_500, 123_500])
    expect(tries).toHaveLength(20)
    expect(world.state.files.get('F0000001')?.taken).toBe(0)
  })
})
