/** A practice that comes from another system: its policy, and files of what was open there. */
import type { TestHost } from '@tally/testkit'
import { inPractice, practiceId } from './sample-visit.ts'

/** As PUT /v1/practices keeps it; charge-capture's process serves that. */
export async function setPolicies(tally: TestHost, policies: object): Promise<void> {
  const binding = `practice|details|${practiceId}`
  const [row] = await tally.sql<{ details: Buffer }>('select details from platform.practice where id = $1', [
    practiceId,
  ])
  await inPractice(tally, practiceId, async ({ keys }) => {
    const details = Object(keys.openColumn(row?.details ?? Buffer.alloc(0), binding))
    const sealed = keys.sealColumn({ ...details, policies }, binding)
    await tally.sql('update platform.practice set details = $2 where id = $1', [practiceId, sealed])
  })
}

const right = {
  ...{
    claimNumber: 'OLD100',
    patientId: 'MRN-OLD',
    patientName: 'Alma Former',
    patientAddress: '12 EXAMPLE ST; SALEM, OR 97301',
  },
  ...{
    medicalRecordNumber: '',
    case: '',
    serviceDate: '2026-11-10',
    procedureCode: '97110',
    modifiers: 'GP',
  },
  ...{
    chargeCents: '10000',
    openPayerCents: '10000',
    openPatientCents: '0',
    payerId: '12345',
    payerFamily: 'commercial',
  },
  ...{ coverageOrder: '', payerClaimNumber: '', memberId: '' },
}
export type FormerRow = Partial<Readonly<Record<keyof typeof right, string>>>

/** A CSV of rows that are right but for what is given. */
export function formerFile(...rows: readonly FormerRow[]): string {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\r\n`
  return [Object.keys(right), ...rows.map((row) => Object.values({ ...right, ...row }))].map(line).join('')
}

export function bringOver(tally: TestHost, text: string, { system = 'oldsys', more = '', key = '' } = {}) {
  const headers = { 'content-type': 'text/csv' }
  return tally.call('POST', `/v1/opening-balances?system=${system}${more}`, {
    ...{ body: text, headers },
    ...(key === '' ? {} : { key }),
  })
}
