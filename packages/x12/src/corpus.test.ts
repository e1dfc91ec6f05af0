/**
 * Every file of ../shared/corpus by the reader of its kind and by all others. What each file holds stands in one
 * table, which was read beside the file, its entry in the README there and a count of its segments made without
 * this library; a line that begins with # explains the row above it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readAcknowledgments } from './acknowledgment/read-acknowledgments.ts'
import { readBenefits } from './benefits/read-benefits.ts'
import { readClaims } from './claims/read-claims.ts'
import { contentsOf } from './reader/content-of.ts'
import type { Finding } from './reader/finding.ts'
import { readInterchanges } from './reader/read-interchanges.ts'
import { readSegments } from './reader/read-segments.ts'
import { readRemittances } from './remittance/read-remittances.ts'
import { readStatus } from './status/read-status.ts'

const corpus = new URL('../../../../shared/corpus/', import.meta.url)
const there = existsSync(corpus)
const kinds = ['835', '837P', '270', '271', '276', '277', '277CA', '997', '999', 'TA1', 'other']
const files = there
  ? kinds.flatMap((kind) => readdirSync(new URL(`${kind}/`, corpus)).map((file) => `${kind}/${file}`))
  : []
const bytesOf = (file: string) => readFileSync(new URL(file, corpus))

/**
 * 835: claims/lines charge, paid, patient, provider adjustments, payment, verdict · 837P: the lines' charges = the
 * claim's · 271: cover, benefits · 277 and its like: charge, status, verdict · the rest: set and segments. Amounts
 * are cents. A transaction (of a 271 a person) from the next by `;`, findings behind `!`.
 */
const table = `
835/edi-lens-test-0001.edi: 1/1 54100 3400 0 0 3400 post
# Its group says HC for HP: ST01 tells what it is.
835/linuxforhealth-cob-contractual-adjustment.edi: 1/1 54100 3400 0 0 3400 post ! 1 segment/component-separator
835/pyx12-835id.edi: 3/3 -51025 -51025 0 -97794 595021 quarantine ! 1 envelope/version, 1 remittance/out-of-balance
# The README doesn't say that it does not add up; the facts do: 5,482.52 more than its claims and PLB.
835/stupidedi-secondary-higher-fee-schedule.edi: 1/1 54100 3400 0 0 3400 post
835/tally-bom-crlf-indented.edi: 1/3 25000 16000 4000 0 16000 post
835/tally-bundled-reduced-and-split-lines.edi: 2/5 35000 19200 2800 0 19200 post
835/tally-carriage-return-terminated.edi: 1/3 25000 16000 4000 0 16000 post
835/tally-claim-numbers-altered.edi: 3/3 25000 19000 0 0 19000 post ! 1 claim/no-number
# A number in lower case and one that was cut are somebody's numbers; 0 is none.
835/tally-crossover-and-secondary.edi: 2/2 20000 7938 1613 0 7938 post
835/tally-cut-in-the-middle.edi: 3/5 44000 16000 13000 0 17255 quarantine ! 1 file/cut, 1 segment/unread, \
1 envelope/no-se, 1 remittance/out-of-balance, 1 envelope/no-ge, 1 envelope/no-iea
# The CLP that is cut counts as a claim; its amounts are in no sum.
835/tally-denials-without-payment.edi: 4/5 45000 0 18000 0 0 notification-only
835/tally-forward-balance-closed.edi: 1/2 15000 11000 0 4000 7000 post
835/tally-forward-balance-opened.edi: 2/2 -4000 -4000 0 -4000 0 post
# Nothing is paid and money moves all the same: the FB is owed.
835/tally-newline-terminated.edi: 1/3 25000 16000 4000 0 16000 post
835/tally-one-line-out.edi: 2/5 41000 26400 6600 0 26400 post-in-part ! 1 line/out-of-balance, 1 claim/out-of-balance
835/tally-out-by-one-cent.edi: 1/3 25000 16000 4000 0 16001 quarantine ! 1 remittance/out-of-balance
835/tally-payment-denial-reversal.edi: 4/7 44000 17000 13000 -255 17255 post
835/tally-payment-without-claims.edi: 0/0 0 0 0 -50000 50000 post
835/tally-recoupment-and-interest.edi: 4/7 44000 17000 13000 745 16255 post
835/tally-same-remittance-twice.edi: 1/3 25000 16000 4000 0 16000 post; 1/3 25000 16000 4000 0 16000 duplicate
835/tally-two-interchanges-two-separator-sets.edi: 1/1 10000 7500 0 0 7500 post; 1/1 9000 5000 2000 0 5000 post
835/tally-two-payers-one-file.edi: 1/1 10000 7500 0 0 7500 post; 1/1 9000 5000 2000 0 5000 post
835/tally-without-envelope.edi: 1/3 25000 16000 4000 0 16000 post ! 1 envelope/missing
837P/linuxforhealth-auto-accident.edi: 15000+3500=18500
837P/linuxforhealth-chiropractic-4010.edi: 6000+7500+2500+2500+3500+2500=24500 ! 1 envelope/version
837P/linuxforhealth-workers-compensation-4010.edi: 12000+2500+5000+21000=40500 ! 1 envelope/version
837P/pyx12-simple-837p.edi: 2100+2100=2100, 2100+2100+100=2100 ! 1 envelope/version, 1 segment/unplaced
# Nothing is judged: its charges are not the sum of its lines. The DMG under another payer went with 4010.
837P/scribe-provider-roles.edi: 12550=12550 ! 1 hierarchy/missing
837P/scribe-rendering-provider.edi: 41000=41000 ! 1 hierarchy/missing
837P/staedi-header-only.edi: no claim ! 1 batch/no-claims
837P/staedi-nested-hl.edi: no claim; no claim ! 2 hierarchy/level, 2 batch/no-claims
837P/staedi-original.edi: 533254=533254
837P/stupidedi-ambulance.edi: 70000+820+4600+1230=76650
837P/stupidedi-anesthesia.edi: 82700=82700
837P/stupidedi-out-of-network-repriced.edi: 25271=25271
837P/stupidedi-wheelchair.edi: 7500=7500
837P/tally-dependent-with-authorization.edi: 8000+6000=14000
837P/tally-medicare-evaluation.edi: 16000+10000+5000=31000
837P/tally-two-patients-other-separators.edi: 10000=10000, 6000=6000
837P/tally-workers-compensation.edi: 10000+9000=19000
837P/tigershark-short-isa.edi: 1063+2210=3273 ! 1 envelope/isa-length, 1 envelope/version
270/badx12-segments-before-st.edi: 270 of 10 ! 3 envelope/outside, 1 envelope/segment-count
# SE01 says 13: it counts the three segments before the ST.
270/imsweb-4010.edi: 270 of 14 ! 1 envelope/version, 1 envelope/segment-count, 2 envelope/control-number
270/scribe-sample.edi: 270 of 13
270/stupidedi-dependent.edi: 270 of 15
270/stupidedi-subscriber.edi: 270 of 13
271/scribe-sample.edi: active 2
271/tally-inactive-and-retry-later.edi: inactive 1; source AAA 42
271/tally-therapy-visits-in-delivery-segments.edi: active 4
271/tally-therapy-visits-total-and-remaining.edi: active 10
271/tigershark-dependent-benefits.edi: active 21 ! 1 envelope/version, 1 envelope/segment-count, 2 envelope/control-number
271/tigershark-dependent-rejection.edi: unknown 0 AAA 72 ! 1 envelope/version
271/tigershark-many-service-types.edi: active 109 ! 1 envelope/version
271/tigershark-rejections.edi: unknown 0 AAA 72 73 73 58 ! 1 envelope/version
271/tigershark-related-entity.edi: active 14 ! 1 envelope/version, 1 envelope/segment-count
# The README doesn't say that SE01 is wrong: 77, of 62 segments.
276/stupidedi-claim.edi: 276 of 36
276/stupidedi-information-receiver.edi: 276 of 17
276/stupidedi-provider.edi: 276 of 28
277/imsweb-x212.edi: 60000 A1 pending, 40000 A1 pending, 10000 A1 pending, 18000 A1 pending, 10000 A1 pending, \
45000 A1 pending, 10000 A1 pending, 10000 A1 pending ! 1 envelope/control-number
277/stupidedi-claim.edi: 851388 P3 pending, 759900 F0 finalized-paid, 15000 F2 finalized-denied
277/stupidedi-information-receiver.edi: 21 E0 error
277/stupidedi-notification.edi: 21100 P5 pending ! 1 envelope/control-number
277/stupidedi-provider.edi: 19 E0 error, 851388 P3 pending
# One provider is refused, of the other a claim is pending.
277CA/tally-accepted-and-rejected.edi: batch A1 received, provider A1 received, 31000 A2 accepted, 14000 A2 accepted, 19000 A7 rejected
277CA/tally-batch-refused.edi: batch A3 rejected
277CA/tally-forwarded-by-clearinghouse-bom.edi: batch A1 received, provider A1 received, 31000 A0 forwarded, 14000 A0 forwarded
997/staedi-extra-delimiters.edi: group R rejected (R AK304-R1^AK304-R2^AK304-R3 7 5)
# A code that repeats where none may is handed on as it stands.
997/staedi-isb-ise.edi: group A accepted ()
997/staedi-three-interchanges.edi: group R rejected (R 8 7 5), group R rejected (R 8 7 5), group R rejected (R 8 7 5)
997/stupidedi-part-accepted-bom.edi: group P received (A; R 8 1 5)
999/pyx12-834-accepted.edi: group A accepted (A)
999/tally-accepted-with-errors-and-rejected-groups.edi: group E accepted (E 8 4 5), group R rejected ()
999/tally-part-accepted.edi: group P received (A; R 8 7 5)
TA1/pyx12-accepted-after-997.edi: TA1 A 000 accepted, group A accepted (A) ! 1 envelope/version
TA1/pyx12-rejected-after-997.edi: TA1 R 018 rejected, group R rejected (R 4; A) ! 1 envelope/version
TA1/tally-accepted.edi: TA1 A 000 accepted
TA1/tally-duplicate-number-other-separators.edi: TA1 R 025 rejected
other/pyx12-many-groups.edi: 278 of 3, 278 of 3, 278 of 3, 837 of 3, 835 of 2, 835 of 2, 835 of 2; \
278 of 3, 278 of 3, 278 of 3, 837 of 3, 835 of 2 ! 8 envelope/version
other/stupidedi-dental-claim.edi: 837 of 34
other/stupidedi-institutional-claim.edi: 837 of 42
`
const rows = table
  .trim()
  .split('\n')
  .filter((row) => !row.startsWith('#'))
  .map((row) => row.split(/: (.*)/s).slice(0, 2))

describe.skipIf(!there)('the corpus', () => {
  test('stands in the table, file by file', () => {
    expect(rows.map(([file]) => file)).toEqual(files)
    expect(files).toHaveLength(80)
  })

  test.each(rows)('%s', (file = '', digest = '') => {
    const digestOf = digests[file.split('/')[0] ?? ''] ?? ofEnvelope
    expect(digestOf(bytesOf(file))).toBe(digest)
  })
})

/** What a reader says of a file that holds nothing for it, and which files do hold something. */
const readers: readonly (readonly [
  name: string,
  read: (bytes: Uint8Array) => { readonly findings: readonly Finding[] },
  nothing: string,
  own: readonly string[],
])[] = [
  ['remittances', readRemittances, 'file/no-remittance', ['835/', 'other/pyx12-many-groups.edi']],
  ['claims', readClaims, 'file/no-claims', ['837P/', 'other/pyx12-many-groups.edi']],
  ['benefits', readBenefits, 'file/no-benefits', ['271/']],
  ['status', readStatus, 'file/no-status', ['277/']],
  ['acknowledgments', readAcknowledgments, 'file/no-acknowledgment', ['277CA/', '997/', '999/', 'TA1/']],
]

describe.skipIf(!there)('a file that is another reader’s', () => {
  test.each(readers)('%s: is answered by an error that says so, its own is not', (_, read, nothing, own) => {
    const without = files.filter((file) =>
      read(bytesOf(file)).findings.some(({ rule, severity }) => rule === nothing && severity === 'error'),
    )
    expect(without).toEqual(files.filter((file) => !own.some((path) => file.startsWith(path))))
  })

  test.each(files)('%s: is read for its segments, its envelope and its kind', (file) => {
    const bytes = bytesOf(file)
    expect(readSegments(bytes).segments.length).toBeGreaterThan(2)
    expect(readInterchanges(bytes).interchanges.length).toBeGreaterThan(0)
    const [folder = ''] = file.split('/')
    const kind = folder === '837P' || folder === 'other' ? '837' : folder
    expect(contentsOf(bytes)).toContain(kind)
  })
})

type Digest = (bytes: Uint8Array) => string

const digests: Readonly<Record<string, Digest>> = {
  '835': ofRemittances,
  '837P': ofClaims,
  '271': ofBenefits,
  '277': ofStatus,
  ...{ '277CA': ofAcknowledgments, '997': ofAcknowledgments, '999': ofAcknowledgments },
  TA1: ofAcknowledgments,
}

function ofRemittances(bytes: Uint8Array): string {
  const { transactions, findings } = readRemittances(bytes)
  const said = transactions.map(({ totals, paymentCents, verdict }) => {
    const { claims, lines, chargeCents, paidCents, patientCents, providerAdjustmentCents } = totals
    const amounts = [chargeCents, paidCents, patientCents, providerAdjustmentCents, paymentCents]
    return `${claims}/${lines} ${amounts.join(' ')} ${verdict}`
  })
  return digest(said.join('; '), findings)
}

function ofClaims(bytes: Uint8Array): string {
  const { batches, findings } = readClaims(bytes)
  const said = batches.map(
    ({ claims }) =>
      claims
        .map((claim) => `${claim.lines.map((line) => line.chargeCents).join('+')}=${claim.chargeCents}`)
        .join(', ') || 'no claim',
  )
  return digest(said.join('; '), findings)
}

function ofBenefits(bytes: Uint8Array): string {
  const { subscribers, rejections, findings } = readBenefits(bytes)
  const people = subscribers.map((one) =>
    [one.coverage, one.benefits.length, ...coded(one.rejections.map(({ code }) => code))].join(' '),
  )
  return digest(
    [...people, ...rejections.map(({ level, code }) => `${level} AAA ${code}`)].join('; '),
    findings,
  )
}

function coded(codes: readonly string[]): readonly string[] {
  return codes.length === 0 ? [] : ['AAA', ...codes]
}

function ofStatus(bytes: Uint8Array): string {
  const { transactions, findings } = readStatus(bytes)
  const said = transactions.flatMap(({ levels, claims }) => [
    ...levels.map(({ level, reason, verdict }) => `${level} ${reason.category} ${verdict}`),
    ...claims.map(({ chargeCents, reason, verdict }) => `${chargeCents} ${reason.category} ${verdict}`),
  ])
  return digest(said.join(', '), findings)
}

function ofAcknowledgments(bytes: Uint8Array): string {
  const { interchanges, groups, batches, providers, claims, findings } = readAcknowledgments(bytes)
  const said = [
    ...interchanges.map(({ status, note, verdict }) => `TA1 ${status} ${note} ${verdict}`),
    ...groups.map(({ status, verdict, transactions }) => {
      const own = transactions.map((one) => [one.status, ...one.errors.map(({ code }) => code)].join(' '))
      return `group ${status} ${verdict} (${own.join('; ')})`
    }),
    ...batches.map(({ category, verdict }) => `batch ${category} ${verdict}`),
    ...providers.map(({ category, verdict }) => `provider ${category} ${verdict}`),
    ...claims.map(({ chargeCents, category, verdict }) => `${chargeCents} ${category} ${verdict}`),
  ]
  return digest(said.join(', '), findings)
}

function ofEnvelope(bytes: Uint8Array): string {
  const { interchanges, findings } = readInterchanges(bytes)
  const said = interchanges.map(({ groups }) =>
    groups
      .flatMap(({ transactions }) => transactions.map(({ set, segments }) => `${set} of ${segments}`))
      .join(', '),
  )
  return digest(said.join('; '), findings)
}

function digest(said: string, findings: readonly Finding[]): string {
  const counts = Map.groupBy(findings, ({ rule }) => rule)
  const found = [...counts].map(([rule, { length }]) => `${length} ${rule}`)
  return found.length === 0 ? said : `${said} ! ${found.join(', ')}`
}
