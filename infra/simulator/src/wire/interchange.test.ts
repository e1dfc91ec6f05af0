import { expect, it } from 'vitest'
import { envelopeOf, trailerFault } from './envelope.ts'
import { type WrittenSegment, writeInterchange } from './interchange.ts'
import { splitInterchange } from './segments.ts'

const route = {
  from: { qualifier: 'ZZ', id: 'CLEARHOUSE' },
  to: { qualifier: '30', id: 'CLINICSUB' },
  usage: 'P',
}
const at = Date.parse('2026-11-21T17:30:00Z')

const write = (bodies: readonly (readonly WrittenSegment[])[], version: string | null = null) =>
  writeInterchange({
    ...{ route, control: 42, at, ungrouped: [] },
    group: {
      ...{ functional: 'HP', version: '005010X221A1' },
      transactions: bodies.map((body) => ({ kind: '835', version, body })),
    },
  })

it('stands in an envelope whose numbers and counts agree', () => {
  const text = write([
    [['BPR', 'H', '0']],
    [
      ['BPR', 'I', '1'],
      ['TRN', '1'],
    ],
  ])
  expect(text.slice(0, 106)).toBe(
    'ISA*00*          *00*          *ZZ*CLEARHOUSE     *30*CLINICSUB      *261121*1730*^*00501*000000042*0*P*:~',
  )
  const read = splitInterchange(text)
  const envelope = typeof read === 'string' ? undefined : envelopeOf(read)
  expect(envelope).toMatchObject({ note: null, control: '000000042', groups: [{ control: '42' }] })
  const transactions = envelope?.groups[0]?.transactions ?? []
  expect(transactions.map(({ control }) => control)).toEqual(['0001', '0002'])
  expect(transactions.map(trailerFault)).toEqual([null, null])
})

it('leaves out what trails empty, and ST03 where there is none', () => {
  expect(write([[['NM1', 'QC', '1', 'DOE', 'JANE', '', '', '']]])).toContain(
    '~ST*835*0001~NM1*QC*1*DOE*JANE~SE*3*0001~',
  )
  expect(write([[]], '005010X221A1')).toContain('~ST*835*0001*005010X221A1~')
})

it('a separator or an accent inside data becomes a space', () => {
  expect(write([[['N1', 'PE', 'A*B~C\nÉD']]])).toContain('~N1*PE*A B C  D~')
})

it('TA1 stands outside every group', () => {
  const text = writeInterchange({ route, control: 7, at, group: null, ungrouped: [['TA1', '000000001']] })
  expect(text.slice(106)).toBe('TA1*000000001~IEA*0*000000007~')
})

it('holds the largest remittances', () => {
  const body = Array.from({ length: 300_000 }, (): WrittenSegment => ['CLP', 'A'])
  expect(write([body])).toContain('~SE*300002*0001~')
})
