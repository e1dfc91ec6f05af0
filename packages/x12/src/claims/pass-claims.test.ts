/** Claims pass as they come; what decides how an ST is read is waited for. */
import { expect, test } from 'vitest'
import { collectFindings } from '../reader/finding.ts'
import { type ClaimListener, passClaims } from './pass-claims.ts'
import { fileOf837 } from './sample-files.ts'

/** What is told in its order: `(` begins an ST, `.` a segment, a claim by its number, `)` its end. */
function told(text: string): { readonly order: string; readonly findings: readonly string[] } {
  const { findings, report } = collectFindings()
  let order = ''
  const listener: ClaimListener = {
    segment: (_, begins) => {
      order += begins ? '(' : '.'
    },
    claim: ({ claimNumber, subscriber }) => {
      order += ` ${claimNumber}${subscriber ? '' : '?'} `
    },
    batch: ({ levels }, { closed, lastSegment }) => {
      order += `)${levels.length} levels to ${lastSegment}${closed ? '' : ', open'}`
    },
    other: ({ content }) => {
      order += `)${content}`
    },
  }
  passClaims(text, report, listener)
  return { order: order.replaceAll(/\.+/g, '.'), findings: findings.map(({ rule }) => rule) }
}

const levels = 'HL*1**20*1\nNM1*85*2*A*****XX*1\nHL*2*1*22*0\nSBR*P*18*******CI\nNM1*IL*1*B'
const claim = (number: string) => `CLM*${number}*10***11:B:1\nLX*1\nSV1*HC:97110*10*UN*1***1`

test('a claim is told when the next begins, before the rest is read', () => {
  expect(told(fileOf837(`${levels}\n${claim('C1')}\n${claim('C2')}`))).toEqual({
    order: '(. C1 . C2 )2 levels to 16',
    findings: [],
  })
})

test('a claim before any HL waits for the end of its ST', () => {
  expect(told(fileOf837(`${claim('C1')}\n${levels}\n${claim('C2')}`))).toEqual({
    order: '(. C1?  C2 )2 levels to 16',
    findings: ['claim/no-subscriber', 'claim/no-billing-provider'],
  })
})

test('an ST that names no guide waits for its end, and is read by what stands in it', () => {
  const text = fileOf837(`${levels}\n${claim('C1')}`).replaceAll('005010X222A1', '005010')
  expect(told(text).order).toBe('(. C1 )2 levels to 13')
  expect(told(text.replace('SV1*', 'SV2*')).order).toBe('(.)837I')
})

test('a level that says it has none below it is found by the one that follows, and by no later one', () => {
  const child = (number: number) => `HL*${number}*2*23*0\nPAT*19\nNM1*QC*1*C\n${claim(`C${number}`)}`
  expect(told(fileOf837(`${levels}\n${child(3)}\n${child(4)}`)).findings).toEqual([])
  const between = 'HL*5*1*22*0\nSBR*P*18*******CI\nNM1*IL*1*D'
  expect(told(fileOf837(`${levels}\n${between}\n${child(6)}`)).findings).toEqual(['hierarchy/parent'])
})

test('an ST without its end', () => {
  expect(told(fileOf837(`${levels}\n${claim('C1')}`).split('SE*')[0] ?? '').order).toBe(
    '(. C1 )2 levels to 12, open',
  )
})
