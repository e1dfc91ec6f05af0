/** What was stored before a migration is right after it, and every invariant holds. */
import { cpSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { migrate, openSession } from '@tally/platform'
import { temporaryDatabase, testSecret } from '@tally/testkit'
import { expect, it } from 'vitest'
import { eraPosting } from '../service.ts'

/** The migrations before `name`, in a folder of their own. */
function before(name: string): URL {
  const folder = mkdtempSync(join(tmpdir(), 'era-posting-migrations-'))
  for (const file of readdirSync(eraPosting.migrations).sort()) {
    if (file < name) cpSync(new URL(file, eraPosting.migrations), join(folder, file))
  }
  return pathToFileURL(`${folder}/`)
}

const data = `
  insert into charge_day (practice_id, treatment_day_id, version, patient_id, service_date, coverages, patient_paid_cents) values
    ('p', 'day_h', 1, 'pat', '2026-11-10', '[{"order": 1, "payerId": "1", "payerFamily": "commercial"}]', 0),
    ('p', 'day_w', 1, 'pat', '2026-11-10', '[{"order": 1, "payerId": "2", "payerFamily": "workers-comp"}]', 0),
    ('p', 'day_a', 1, 'pat', '2026-11-10', '[{"order": 1, "payerId": "3", "payerFamily": "auto"}]', 0);
  insert into remittance (practice_id, id, file_id, ordinal, digest, blob_digest, status, verdict, trace, trace_number, payer_id,
                          payer_name, method, payment_cents, difference_cents, claims, received_at)
    values ('p', 'R', 'F', 1, 'd', 'b', 'posted', 'post', '1T', 'T', '12345', 'PAYER', 'NON', 0, 0, 0, now());
  insert into provider_adjustment (practice_id, remittance_id, position, code, account, reference, amount_cents) values
    ('p', 'R', 1, 'WO', 'recoupment:12345:token', 'x', 700),
    ('p', 'R', 2, 'CS', 'provider-level:CS:12345', 'x', -700);
  insert into posting_batch (practice_id, id, source_type, source_key, remittance_id, effective_on, recorded_at)
    values ('p', 'B', 'remittance', 'k', 'R', '2026-11-20', now());
  insert into posting (practice_id, batch_id, debit_account, credit_account, amount_cents, source_key) values
    ('p', 'B', 'recoupment:12345:token', 'clearing:R', 700, 'plb/1'),
    ('p', 'B', 'clearing:R', 'provider-level:CS:12345', 700, 'plb/2');
  insert into remittance_claim (practice_id, remittance_id, position, outcome, because, numbers, number_digest, status,
                                charge_cents, paid_cents, denied)
    values ('p', 'R', 1, 'unmatched', 'claim/not-found', 'x', 'x', '1', 100, 0, false);`

it('on a database with data', async () => {
  const early = { ...eraPosting, migrations: before('0006') }
  const database = await temporaryDatabase([early])
  const session = openSession({ url: database.url, applicationName: 'migration test' })
  await session.connect()
  await session.query(`set search_path = era_posting; ${data}`)
  const applied = await migrate({ url: database.url, secret: testSecret, services: [eraPosting] })
  expect(applied).toContain('era_posting/0006-recoupment-chains.sql')
  const rows = async (sql: string) => (await session.query(sql)).rows
  expect(await rows('select payer_id, chain, claim_id from provider_adjustment order by position')).toEqual([
    { payer_id: '12345', chain: 'recoupment:12345:token', claim_id: null },
    { payer_id: '12345', chain: 'provider-level:CS:12345:R:2', claim_id: null },
  ])
  expect(await rows('select treatment_day_id, treatment_case from charge_day order by 1')).toEqual([
    { treatment_day_id: 'day_a', treatment_case: 'auto-injury' },
    { treatment_day_id: 'day_h', treatment_case: 'health' },
    { treatment_day_id: 'day_w', treatment_case: 'work-injury' },
  ])
  expect(await rows('select patient_share, because from remittance_claim')).toEqual([
    { patient_share: null, because: 'claim/not-found' },
  ])
  expect(await rows('select * from invariant_broken')).toEqual([])
  await session.end()
  await database.drop()
})
