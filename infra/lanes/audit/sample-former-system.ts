/** What a former system left open, and money for what was before, done through era-posting itself, for the audit's own tests. */
import { act } from '@tally/platform'
import { speaker, type TestHost } from '@tally/testkit'
import { answer, handIn, one } from './sample-happenings.ts'

/** Money paid before 5 November 2026 is for what was before. */
export async function fromFormerSystem(tally: TestHost): Promise<void> {
  await setPolicies(tally, 'prc_demo', { goLiveOn: '2026-11-05' })
  const heads =
    'claimNumber,patientId,serviceDate,procedureCode,chargeCents,openPayerCents,openPatientCents,payerId,payerFamily'
  const rows = [
    'PCN951V1P1,MRN951,2026-11-03,97110,10000,10000,0,12345,commercial',
    'PCN952V1P1,MRN952,2026-11-03,97110,10000,6000,1500,12345,commercial',
    'PCN952V1P1,MRN952,2026-11-03,97530,9000,0,-700,12345,commercial',
    'PCN953V1P1,MRN953,2026-11-03,97110,10000,10000,0,12345,commercial',
    'VISIT954,MRN954,2026-11-03,97110,4000,0,4000,,',
  ]
  const body = `${[heads, ...rows].join('\n')}\n`
  const headers = { 'content-type': 'text/csv' }
  const brought = await tally.call('POST', '/v1/opening-balances?system=former', { body, headers })
  if (brought.status !== 201) throw new Error(`it was answered with ${brought.status}: ${brought.text}`)
  await handIn(tally, { trace: 'FORMER', claims: [answer(one('951'), [[8000, 'CO 45 2000']])] })
  const [waits = ''] = await handIn(tally, {
    ...{ trace: 'LEGACY', paidOn: '20261030' },
    claims: ['955', '956', '957'].map((id) => answer(one(id), [[8000, 'CO 45 2000']])),
  })
  const match = async (method: 'POST' | 'DELETE', position: number) => {
    const [claim] = await tally.sql<{ claim_id: string }>(
      `select claim_id from era_posting.claim_version where claim_number = 'PCN953V1P1'`,
    )
    const matched = { body: { position, claimId: claim?.claim_id } }
    const { status, text } = await tally.call(method, `/v1/remittances/${waits}/matches`, matched)
    if (status !== 200) throw new Error(`${method} answered ${status}: ${text}`)
  }
  await match('POST', 1)
  await match('DELETE', 1)
  await match('POST', 2)
}

/** What a practice tells of itself, as the demo one does, sealed for it alone. */
export async function setPolicies(tally: TestHost, practice: string, policies: object): Promise<void> {
  const shell = tally.host.services.find(({ service }) => service.name === speaker.name)?.shell
  if (!shell) throw new Error('start the test host with `speaker` among its services')
  const binding = `practice|details|${practice}`
  await act(shell, { practiceId: practice, causationId: 'test' }, async ({ keys }) => {
    const sealed = keys.sealColumn({ name: 'EXAMPLE PHYSICAL THERAPY LLC', policies }, binding)
    await tally.sql('update platform.practice set details = $2 where id = $1', [practice, sealed])
  })
}
