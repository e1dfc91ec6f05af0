/** `tally x12 read`: what stands in an envelope. */
import { expect, test } from 'vitest'
import { claims, interchangeRefused, partAccepted } from './sample-interchanges.ts'
import { runOf } from './sample-run.ts'

const other = claims.replaceAll('*', '|').replaceAll(':', '>').replaceAll('000000201', '000000202')

test('prints every interchange with its separators, groups and transactions', async () => {
  const { exit, printed, said } = await runOf(['x12', 'read'], partAccepted + other)
  expect({ exit, said }).toEqual({ exit: 0, said: [] })
  expect(JSON.parse(printed)).toEqual({
    interchanges: [
      {
        ...{ sender: 'EXPAYER', senderQualifier: 'ZZ', receiver: 'EXCLINIC', receiverQualifier: 'ZZ' },
        controlNumber: '000000201',
        separators: { element: '*', component: ':', repetition: '^', terminator: '~' },
        groups: [
          {
            ...{ functionalId: 'FA', version: '005010X231A1', controlNumber: '201' },
            transactions: [{ set: '999', controlNumber: '0001', segments: 11, firstSegment: 3 }],
          },
        ],
      },
      {
        ...{ sender: 'EXPAYER', senderQualifier: 'ZZ', receiver: 'EXCLINIC', receiverQualifier: 'ZZ' },
        controlNumber: '000000202',
        separators: { element: '|', component: '>', repetition: '^', terminator: '~' },
        groups: [
          {
            ...{ functionalId: 'HC', version: '005010X222A1', controlNumber: '201' },
            transactions: [{ set: '837', controlNumber: '0001', segments: 4, firstSegment: 18 }],
          },
        ],
      },
    ],
    findings: [],
  })
})

test('names the place of what is wrong, in segments and bytes, and judges nothing else', async () => {
  const { printed } = await runOf(['x12', 'read'], claims.replace('SE*4*0001', 'SE*5*0001'))
  expect(JSON.parse(printed).findings).toEqual([
    {
      ...{ rule: 'envelope/segment-count', severity: 'warn', segment: 6, tag: 'SE', element: 1 },
      ...{ offset: claims.indexOf('SE*'), says: 'SE01 says 5, there are 4 segments' },
    },
  ])
})

test('shows a row for each transaction with --text', async () => {
  const { exit, printed } = await runOf(['x12', 'read', '--text'], claims.replace('SE*4*', 'SE*5*') + other)
  expect(exit).toBe(0)
  expect(printed).toBe(
    [
      'Interchange 000000201, from EXPAYER to EXCLINIC',
      'group  kind  version       set  number  segments',
      '201    HC    005010X222A1  837  0001    4',
      '',
      'Interchange 000000202, from EXPAYER to EXCLINIC',
      'group  kind  version       set  number  segments',
      '201    HC    005010X222A1  837  0001    4',
      '',
      'Findings',
      '  WARN on segment 6 SE01: SE01 says 5, there are 4 segments (envelope/segment-count)',
      '',
    ].join('\n'),
  )
})

test('reads a TA1 without any group, and a body without any envelope', async () => {
  const alone = JSON.parse((await runOf(['x12', 'read'], interchangeRefused)).printed)
  expect(alone).toMatchObject({ interchanges: [{ controlNumber: '000000201', groups: [] }], findings: [] })
  const body = claims.split('\n').slice(2, 6).join('\n')
  const bare = await runOf(['x12', 'read', '--text'], body)
  expect(bare.printed).toMatch(
    /^Interchange without an ISA, from unknown to unknown\n.*\n- +- +- +837 +0001 +4\n/,
  )
})
