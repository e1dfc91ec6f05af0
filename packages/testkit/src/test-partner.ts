/** The partner `clearinghouse` in a test's installation, as an operator would set it up. */
import { installation, type Partner, savePartner } from '@tally/platform'
import type { TestHost } from './running-host.ts'

export const testPartner: Partner = {
  ...{ id: 'clearinghouse', adapter: 'http', address: 'http://127.0.0.1:9', usage: 'T' },
  ...{ senderId: 'TALLYSUB', receiverId: 'CLEARHOUSE', receiverName: 'CLEARINGHOUSE' },
  ...{ pollSeconds: 60, toleranceSeconds: 300 },
  secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`],
}

export async function setUpPartner(tally: TestHost, partner: Partner = testPartner): Promise<void> {
  const [first] = tally.host.services
  if (!first) throw new Error('a host runs at least one service')
  const keys = await first.shell.vault.of(installation)
  await savePartner((statement, values) => tally.sql(statement.text, values), keys, partner)
}
