import { noCents } from '@tally/kernel'
import { expect, test } from 'vitest'
import { kxAfterSending, kxRule } from './kx-after-sending.ts'
import type { ChargeLine } from './treatment-day.ts'

const line = (id: string, procedureCode: string, modifiers: readonly string[], units = 1): ChargeLine => ({
  ...{ id, units, modifiers, placeOfService: '11', diagnosisPointers: [1], chargeCents: noCents },
  ...{ expectedAllowedCents: null, sources: [`enc_1/${id}`], reasons: [] },
  slot: { procedureCode, discipline: 'PT', renderingNpi: '', assistant: false, ordinal: 1 },
})
const hold = (id: string, rule = kxRule) => ({ rule, severity: 'hold', lineIds: [`enc_1/${id}`] })
const below = [line('1', '97110', ['GP']), line('2', '97530', ['GP'])]
const above = [line('1', '97110', ['GP']), line('2', '97530', ['GP', 'KX'])]
const attest = "sent without KX and above the year's threshold now: 97530"
const early = "sent with KX and below the year's threshold now: 97530"

test.each<
  [string, readonly ChargeLine[], readonly ChargeLine[], readonly ReturnType<typeof hold>[], string | null]
>([
  ['as it was sent, below', below, below, [], null],
  ['as it was sent, above', above, above, [], null],
  ['attested, and above now', below, above, [], attest],
  ['not attested, and above now', below, below, [hold('2')], attest],
  ['below now', above, below, [], early],
  ['held for something else', below, below, [hold('2', 'procedure/edit-pair')], null],
  [
    'sent with GA in place of KX',
    [line('2', '97530', ['GP', 'GA'])],
    [line('2', '97530', ['GP', 'KX'])],
    [],
    null,
  ],
  ['a line that is none any more', [line('2', '97530', ['GP'], 0)], above, [], null],
  ['a line that would be new', [line('1', '97110', ['GP'])], above, [], null],
])('a day that a payer has: %s', (_, stands, proposed, findings, says) => {
  expect(kxAfterSending(stands, { proposed, findings })?.says ?? null).toBe(says)
})
