/** A second practice beside the demo one. */
import type { TestHost } from '@tally/testkit'
import { inPractice } from './sample-visit.ts'

/** Its NPI, its tax id, and a key of its owner. */
export const otherPractice = {
  ...{ id: 'prc_other', npi: '1467560003', taxId: '930000002' },
  key: 'key-of-the-other-practice',
}

/** charge-capture serves practices; here its rows are written as it would. */
export async function secondPractice(host: TestHost): Promise<void> {
  const { sql } = host
  await sql(
    `insert into platform.practice (id, timezone, npis, details) select $1, timezone, array[$2], details
     from platform.practice where id = 'prc_demo'`,
    [otherPractice.id, otherPractice.npi],
  )
  await sql(
    `insert into platform.data_key (practice_id, kid, purpose, wrapped) select $1, kid, purpose, wrapped
     from platform.data_key where practice_id = 'prc_demo'`,
    [otherPractice.id],
  )
  // What it tells of itself is sealed for it alone.
  const details = await inPractice(host, otherPractice.id, async ({ keys }) =>
    keys.sealColumn({ name: 'OTHER', taxIds: [otherPractice.taxId] }, `practice|details|${otherPractice.id}`),
  )
  await sql('update platform.practice set details = $2 where id = $1', [otherPractice.id, details])
  await sql(
    `insert into platform.api_key (id, digest, label, role, practices)
     values ('key_other', sha256(convert_to($1, 'UTF8')), 'other', 'owner', array[$2])`,
    [otherPractice.key, otherPractice.id],
  )
}
