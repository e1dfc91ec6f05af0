import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { serviceDate } from '@tally/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAcknowledgments } from './read-acknowledgments.ts'
import { acceptedAndRejected, partAccepted } from './sample-acknowledgments.ts'
import {
  generated277ca,
  generated999,
  generatedTa1,
  transmission,
} from './sample-generated-acknowledgments.ts'
import { type ClaimAcknowledgments, write277ca } from './write-277ca.ts'
import { write999 } from './write-999.ts'
import { writeTa1 } from './write-ta1.ts'

type Written =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly unknown[] }

function textOf(written: Written): string {
  if (!written.ok) throw new Error(JSON.stringify(written.problems, null, 2))
  return written.text
}

const unplaced = <Read extends { segment: unknown; verdict?: unknown }>({
  segment: _,
  verdict: _v,
  ...said
}: Read) => said

describe('the law: reading gives back what was written', () => {
  test('TA1', () => {
    fc.assert(
      fc.property(generatedTa1, (file) => {
        const { interchanges, findings } = readAcknowledgments(textOf(writeTa1(file)))
        expect(interchanges.map(unplaced)).toEqual(
          file.interchanges.map(({ answeredAt: _, ...said }) => said),
        )
        expect(findings).toEqual([])
      }),
    )
  })

  test('999', () => {
    fc.assert(
      fc.property(generated999('any'), (file) => {
        const { groups, findings } = readAcknowledgments(textOf(write999(file)))
        const read = groups.map((group) => ({
          ...unplaced(group),
          transactions: group.transactions.map((one) => ({
            ...unplaced(one),
            errors: one.errors.map(unplaced),
          })),
        }))
        expect(read).toEqual(file.groups)
        expect(findings).toEqual([])
      }),
    )
  })

  test('277CA', () => {
    fc.assert(
      fc.property(generated277ca('any'), (file) => {
        const { batches, sources, providers, claims, findings } = readAcknowledgments(
          textOf(write277ca(file)),
        )
        expect(sources).toEqual(file.batches.map(({ source }) => source))
        expect(batches.map(unplaced)).toEqual(
          file.batches.map(({ source: _, number: _n, providers: _p, ...batch }) => batch),
        )
        expect(providers.map(unplaced)).toEqual(
          file.batches.flatMap(({ id, providers: ofBatch }) =>
            ofBatch.map(({ claims: _, ...provider }) => ({ ...provider, batchId: id === '' ? null : id })),
          ),
        )
        expect(claims.map((claim) => ({ ...unplaced(claim), lines: claim.lines.map(unplaced) }))).toEqual(
          claimsOf(file),
        )
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
      }),
    )
  })
})

function claimsOf({ batches }: ClaimAcknowledgments) {
  return batches.flatMap(({ id, providers }) =>
    providers.flatMap(({ claims }) => claims.map((claim) => ({ ...claim, batchId: id === '' ? null : id }))),
  )
}

/** What stands between the group's header and trailer. */
const bodyOf = (text: string) => text.slice(text.indexOf('ST*'), text.indexOf('GE*'))
const lines = (text: string) => text.trim().replaceAll('~\n', '~')

describe('what is written', () => {
  test('a TA1 has no group', () => {
    const interchange = { controlNumber: '000000301', status: 'R', note: '025' }
    const answeredAt = { date: serviceDate('2026-11-21'), time: '09:30' }
    const written = writeTa1({ ...transmission, interchanges: [{ ...interchange, answeredAt }] })
    expect(textOf(written).slice(106)).toBe('TA1*000000301*261121*0930*R*025~IEA*0*000000601~')
    expect(written).toMatchObject({ controlNumbers: { interchange: '000000601', transactions: [] } })
  })

  test('the 999 of the corpus, without the number of its data element (IK402)', () => {
    const { groups } = readAcknowledgments(partAccepted)
    const text = textOf(write999({ ...transmission, answeredGuide: '005010X222A1', groups }))
    expect(bodyOf(text)).toBe(bodyOf(lines(partAccepted)).replace('*234*', '**'))
  })

  test('the 277CA of the corpus, without names, sums of charges and counts of the provider', () => {
    const { batch, sources, providers, claims } = readAcknowledgments(acceptedAndRejected)
    const [source] = sources
    if (!batch || !source) throw new Error('the sample has a batch')
    const only = {
      ...batch,
      source,
      number: 'CA0000501',
      providers: providers.map((one) => ({ ...one, claims })),
    }
    const text = textOf(
      write277ca({
        ...transmission,
        control: { ...transmission.control, writtenAt: { date: serviceDate('2026-11-21'), time: '12:00' } },
        batches: [only],
      }),
    )
    const expected = bodyOf(lines(acceptedAndRejected))
      .replaceAll(/(AMT|QTY\*Q[AC])[^~]*~/g, '')
      .replaceAll(/NM1\*QC[^~]*/g, 'NM1*QC*1')
      .replace('NM1*85*2*EXAMPLE PHYSICAL THERAPY LLC', 'NM1*85*2*')
      .replace('TRN*1*R0000501', 'TRN*1*CA0000501')
      .replace('SE*41*', 'SE*35*')
    expect(text.slice(text.indexOf('ST*'), text.indexOf('GE*'))).toBe(expected)
  })

  const corpus = new URL('../../../../../shared/corpus/', import.meta.url)
  test.skipIf(!existsSync(corpus)).each(['999', '997'])(
    'every %s of ../shared/corpus comes back',
    (folder) => {
      for (const file of readdirSync(new URL(folder, corpus))) {
        const { groups } = readAcknowledgments(readFileSync(new URL(`${folder}/${file}`, corpus)))
        const written = write999({ ...transmission, answeredGuide: '005010X222A1', groups })
        // One quotes what another file's separators left in its data.
        if (file === 'staedi-extra-delimiters.edi') expect(written).toMatchObject({ ok: false })
        else
          expect(withoutPlaces(readAcknowledgments(textOf(written)).groups), file).toEqual(
            withoutPlaces(groups),
          )
      }
    },
  )
})

function withoutPlaces(read: unknown): unknown {
  return JSON.parse(JSON.stringify(read, (key, value: unknown) => (key === 'segment' ? undefined : value)))
}
