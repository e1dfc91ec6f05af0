import { expect, it } from 'vitest'
import { commercial, movedClock, type SampleClaim, sampleFile, sampleInquiry } from '../sample-claims.ts'
import { simulate, workUntilQuiet } from '../simulate.ts'
import { type SettingsChange, settingsChange } from './settings.ts'

/** What came of one claim under these settings: the 277CA statuses and the amounts of the 835. */
async function cameOf(claim: SampleClaim, settings: SettingsChange) {
  const clock = movedClock()
  const world = simulate({ clock, send: async () => 202, settings })
  await world.submit({ bytes: Buffer.from(sampleFile({ claims: [claim] })), key: null, sender: null })
  await workUntilQuiet(world, clock)
  const segments = [...world.state.files.values()].flatMap(({ file }) => file.text.split('~'))
  return segments.filter((segment) => /^(STC\*A[2-8]|CLP|CAS)/.test(segment)).map(shortened)
}

/** Without what is no code and no amount. */
function shortened(segment: string): string {
  const [name, ...rest] = segment.split('*')
  return [name, ...rest.slice(name === 'CLP' ? 1 : 0, name === 'STC' ? 1 : 4)].join('*')
}

const one: SampleClaim = { lines: [{ code: '97110', units: 1, dollars: '100' }] }

/** Served 11 days before it comes. */
const commercialOne = { ...one, payer: commercial }
const paid = ['STC*A2:20:PR', 'CLP*1*100*3', 'CAS*CO*45*67', 'CAS*PR*3*30']

it.each<[string, SampleClaim, SettingsChange, string[]]>([
  // $30.78 in Portland: a fifth is the patient's, 2 % of the rest are sequestered.
  ['qualifyingApm: off', one, {}, ['STC*A2:20:PR', 'CLP*1*100*24.13', 'CAS*CO*45*69.22*', 'CAS*PR*2*6.16']],
  // 30.78 x 33.5675 / 33.4009 = 30.93
  [
    'qualifyingApm: the higher factor of 2026',
    one,
    { qualifyingApm: true },
    ['STC*A2:20:PR', 'CLP*1*100*24.25', 'CAS*CO*45*69.07*', 'CAS*PR*2*6.19'],
  ],
  ['timelyFilingDays: no limit', commercialOne, {}, paid],
  ['timelyFilingDays: in time', commercialOne, { timelyFilingDays: 11 }, paid],
  [
    'timelyFilingDays: too late',
    commercialOne,
    { timelyFilingDays: 10 },
    ['STC*A2:20:PR', 'CLP*1*100*0', 'CAS*CO*29*100'],
  ],
])('%s', async (_, claim, settings, came) => {
  expect(await cameOf(claim, settings)).toEqual(came)
})

it('medicareTakesReplacements: a replacement of a claim that is known', async () => {
  for (const [takes, status] of [
    [false, 'A7:535'],
    [true, 'A2:20:PR'],
  ] as const) {
    const clock = movedClock()
    const world = simulate({ clock, send: async () => 202, settings: { medicareTakesReplacements: takes } })
    const replaced = { ...one, frequency: '7', original: '202611210000001' }
    for (const [control, claim] of [one, replaced].entries()) {
      const bytes = Buffer.from(sampleFile({ control: control + 1, claims: [claim] }))
      await world.submit({ bytes, key: null, sender: null })
      await workUntilQuiet(world, clock)
    }
    const said = [...world.state.files.values()].flatMap(({ file }) => file.text.split('~'))
    expect(said.filter((segment) => segment.startsWith('STC*A')).at(-1)).toContain(`STC*${status}`)
  }
})

it('slowEligibilityMs: how long a slow payer is waited for', async () => {
  const world = simulate({ clock: movedClock(), send: null, settings: { slowEligibilityMs: 7 } })
  const ask = (memberId: string) =>
    world.inquire({ bytes: Buffer.from(sampleInquiry({ memberId })), key: null, sender: null })
  expect(await ask('1EG4TE5XQ84')).toMatchObject({ kind: 'answered', afterMs: 7 })
  expect(await ask('1EG4TE5MK73')).toMatchObject({ kind: 'answered', afterMs: 0 })
})

it.each<[string | null, boolean]>([
  ['http://127.0.0.1:4000', true],
  ['https://tally.example', true],
  [null, true],
  ['mailto:tally@example.com', false],
  ['javascript:0', false],
  ['tally', false],
])('callback: %s is taken %s', (callback, taken) => {
  expect(settingsChange.safeParse({ callback }).success).toBe(taken)
})
