import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ClaimRead, LineRead } from './claim-read.ts'
import { readClaims } from './read-claims.ts'

const corpus = new URL('../../../../../shared/corpus/', import.meta.url)
const there = existsSync(new URL('837P/', corpus))
const files = there ? readdirSync(new URL('837P/', corpus)) : []

/** Charge and units of each line, with what stands under it. */
function lineInShort({ chargeCents, units, procedure, parties, decisions, unread }: LineRead): string {
  const roles = parties.map(({ role }) => `+${role}`).join('')
  const modifiers = procedure?.modifiers.map((modifier) => `-${modifier}`).join('') ?? ''
  const left = unread.map(({ elements: [tag] }) => ` ${tag}`).join('')
  const decided = decisions.length > 0 ? ` ${decisions.length} decided` : ''
  return `${procedure?.code}${modifiers} ${chargeCents}/${units}${roles}${decided}${left}`
}

function claimInShort(claim: ClaimRead): string[] {
  const { billing, subscriber, patient, diagnoses, parties, otherPayers, dates, references, unread } = claim
  const who = [billing?.provider, subscriber?.subscriber, subscriber?.payer, patient?.patient]
  const left = unread.map(({ elements: [tag] }) => ` ${tag}`).join('')
  return [
    `  ${claim.claimNumber} ${claim.chargeCents} at ${claim.placeOfService}/${claim.frequency}, ${claim.segment}-${claim.lastSegment}`,
    `    people ${who.map((party) => (party ? party.role : '-')).join(' ')} (${subscriber?.plan?.filingIndicator ?? '-'})`,
    `    dx ${diagnoses.map(({ code }) => code).join(' ')} | DTP ${dates.map(({ qualifier }) => qualifier).join(' ')}` +
      ` | REF ${references.map(({ qualifier }) => qualifier).join(' ')} | NM1 ${parties.map(({ role }) => role).join(' ')}` +
      ` | ${claim.relatedCauses.join(' ')} | ${otherPayers.length} other |${left}`,
    ...claim.lines.map((line) => `    ${lineInShort(line)}`),
  ]
}

function inShort(file: string): string {
  const { batches, others, findings } = readClaims(readFileSync(new URL(file, corpus)))
  return [
    ...batches.flatMap((batch) => [
      `${batch.batchId} ${batch.version} ${batch.usage}, ${batch.complete ? 'complete' : 'cut'}, ${batch.levels.length} levels`,
      ...batch.claims.flatMap(claimInShort),
    ]),
    ...others.map(({ content, segment }) => `${content} at ${segment}`),
    ...findings.map(({ rule, severity, segment }) => `${severity} ${rule} ${segment}`),
  ].join('\n')
}

describe.skipIf(!there)('every 837P of ../shared/corpus', () => {
  test.each(files)('%s', (file) => {
    expect(inShort(`837P/${file}`)).toBe(expected[file]?.trim())
  })

  test('what is no 837P is named', () => {
    expect(inShort('other/stupidedi-institutional-claim.edi')).toBe(
      '837I at 3\ninfo file/other-content 3\nerror file/no-claims 0',
    )
    expect(inShort('other/stupidedi-dental-claim.edi')).toBe(
      '837D at 3\ninfo file/other-content 3\nerror file/no-claims 0',
    )
  })
})

/** Reviewed against the files: how much of each is read, and what no field carries. */
const expected: Readonly<Record<string, string>> = {
  'linuxforhealth-auto-accident.edi': `
0125 005010X222A2 T, complete, 3 levels
  900000032 18500 at 11/1, 25-40
    people 85 IL PR QC (AM)
    dx 8540 | DTP 439 444 | REF  | NM1 82 77 | AA | 0 other |
    99201 15000/1
    26010 3500/1`,
  'linuxforhealth-chiropractic-4010.edi': `
0123 004010X098A1 T, complete, 3 levels
  686868686 24500 at 11/1.00, 28-55
    people 85 IL PR QC (LM)
    dx 8472 | DTP 454 439 | REF  | NM1 DN 82 | OA | 0 other | CR2
    99204 6000/1
    72100 7500/1
    97010 2500/1
    97014 2500/1
    97124 3500/1
    97035 2500/1
warn envelope/version 2`,
  'linuxforhealth-workers-compensation-4010.edi': `
0124 004010X098A1 T, complete, 3 levels
  888228888 40500 at 11/1, 31-52
    people 85 IL PR QC (WC)
    dx 81602 354 | DTP 439 454 | REF  | NM1 82 77 | EM OA | 0 other |
    99242 12000/1
    A4570 2500/1
    73140 5000/1
    99283 21000/1
warn envelope/version 2`,
  'pyx12-simple-837p.edi': `
AAAA1179 004010X098A1 P, complete, 2 levels
  3215338 2100 at 12/1, 21-50
    people 85 IL PR - (MC)
    dx 317 | DTP  | REF  | NM1 82 |  | 1 other | CN1
    H2015-TT 2100/12 1 decided
    H2015-TT 2100/12 1 decided
  5555 2100 at 12/1, 51-64
    people 85 IL PR - (MC)
    dx 317 | DTP  | REF  | NM1  |  | 0 other |
    H2015-TT 2100/12
    H2015-TT 2100/12
    H2017-TT 100/12
warn envelope/version 2
warn segment/unplaced 28`,
  'scribe-provider-roles.edi': `
0127 005010X222A1 T, complete, 0 levels
  CLM500 12550 at 11/1, 7-20
    people 85 IL - - (-)
    dx R51 | DTP  | REF  | NM1 DN DQ 77 71 72 ZZ |  | 0 other |
    99213-25-59 12550/1+82
warn hierarchy/missing 7`,
  'scribe-rendering-provider.edi': `
0125 005010X222A1 T, complete, 0 levels
  CLM300 41000 at 11/1, 7-13
    people 85 IL - - (-)
    dx M25561 M79671 | DTP 434 | REF  | NM1  |  | 0 other |
    20610 41000/1+82
warn hierarchy/missing 7`,
  'staedi-header-only.edi': `
DATA 005010X222A1 P, complete, 0 levels
warn batch/no-claims 3`,
  'staedi-nested-hl.edi': `
565743 005010 P, complete, 18 levels
565743 005010 P, complete, 10 levels
warn hierarchy/level 7
warn hierarchy/level 8
warn batch/no-claims 3
warn batch/no-claims 26`,
  'staedi-original.edi': `
565743 005010X222 P, complete, 3 levels
  945405 533254 at 12/1, 29-40
    people 85 IL PR QC (BL)
    dx 2533 | DTP  | REF  | NM1  |  | 0 other |
    J2941 533254/84+DK LIN CTP`,
  'stupidedi-ambulance.edi': `
000017712 005010X222A1 T, complete, 2 levels
  051068 76650 at 41/1, 23-53
    people 85 IL PR - (MB)
    dx 8628 E8888 9592 8540 | DTP 439 | REF  | NM1 PW 45 | OA | 0 other | CR1 CRC CRC
    A0427-RH 70000/1 QTY
    A0425-RH 820/21 QTY
    A0422-RH 4600/1
    A0382-RH 1230/1`,
  'stupidedi-anesthesia.edi': `
0123 005010X222A1 T, complete, 2 levels
  153829140 82700 at 22/1, 20-30
    people 85 IL PR - (MB)
    dx 36616 | DTP  | REF  | NM1 82 77 |  | 0 other |
    00142-QK-QS-P1 82700/61`,
  'stupidedi-out-of-network-repriced.edi': `
1024 005010X222A1 T, complete, 3 levels
  TS234H3 25271 at 23/1, 26-40
    people 85 IL PR QC (CI)
    dx 9951 | DTP  | REF 9A D9 | NM1 82 |  | 1 other | HCP
    99284 25271/1`,
  'stupidedi-wheelchair.edi': `
16 005010X222A1 T, complete, 2 levels
  SMI123 7500 at 12/1, 22-44
    people 85 IL PR - (MB)
    dx 436 3449 | DTP  | REF  | NM1  |  | 0 other |
    K0001-RR-KH-BR 7500/1+DK CR3 MEA LQ FRM FRM FRM FRM FRM FRM FRM`,
  'tally-dependent-with-authorization.edi': `
B0000302 005010X222A1 T, complete, 3 levels
  CHILD000000000102 14000 at 11/1, 24-38
    people 85 IL PR QC (CI)
    dx M25571 | DTP  | REF G1 EA | NM1 DN 82 |  | 0 other |
    97110-GP 8000/2
    97140-GP 6000/1`,
  'tally-medicare-evaluation.edi': `
B0000301 005010X222A1 T, complete, 2 levels
  EVAL0000000000101 31000 at 11/1, 21-40
    people 85 IL PR - (MB)
    dx M25561 R2689 | DTP 431 454 | REF EA | NM1 DN 82 |  | 0 other |
    97161-GP 16000/1
    97110-GP 10000/2
    97112-GP 5000/1`,
  'tally-two-patients-other-separators.edi': `
B0000304 005010X222A1 T, complete, 3 levels
  PAIR0000000000104 10000 at 11/1, 21-29
    people 85 IL PR - (CI)
    dx M542 | DTP  | REF  | NM1 DN 82 |  | 0 other |
    97110-GP 10000/2
  PAIR0000000000105 6000 at 11/1, 37-45
    people 85 IL PR - (CI)
    dx M546 | DTP  | REF  | NM1 DN 82 |  | 0 other |
    97140-GP 6000/1`,
  'tally-workers-compensation.edi': `
B0000303 005010X222A1 T, complete, 3 levels
  WORK0000000000103 19000 at 11/1, 27-41
    people 85 IL PR QC (WC)
    dx S39012D | DTP 439 | REF EA | NM1 DN 82 | EM | 0 other |
    97110-GP 10000/2
    97530-GP 9000/2`,
  'tigershark-short-isa.edi': `
180 004010X098A1 P, complete, 2 levels
  0777-0777-12345678 3273 at 03/1, 21-27
    people 85 IL PR - (MC)
    dx  | DTP  | REF  | NM1  |  | 0 other |
    T1018-U1 1063/1
    T1018-U8 2210/10
info envelope/isa-length 0
warn envelope/version 2`,
}
