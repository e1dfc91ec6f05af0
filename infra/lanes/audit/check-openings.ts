/** What former systems left open: each import is what its claims and lines say, and each of them is of one. */
import { type Tell, wrong } from './finding.ts'
import type { Snapshot } from './snapshot.ts'

interface ImportTotals {
  readonly practice: string
  readonly id: string
  readonly claims: number
  readonly claimRows: number
  readonly lines: number
  readonly lineRows: number
  readonly payerCents: number
  readonly linePayerCents: number
  readonly patientCents: number
  readonly linePatientCents: number
  readonly creditCents: number
  readonly lineCreditCents: number
  /** Of its claims: those whose day or claim is not there, or another one. */
  readonly astray: number
  readonly batches: number
}

const sql = `
  select i.practice_id as practice, i.id, i.claims, i.lines, i.payer_cents as "payerCents", i.patient_cents as "patientCents",
         i.credit_cents as "creditCents", coalesce(c.claims, 0) as "claimRows", coalesce(c.astray, 0) as astray,
         coalesce(l.lines, 0) as "lineRows", coalesce(l.payer, 0) as "linePayerCents",
         coalesce(l.patient, 0) as "linePatientCents", coalesce(l.credit, 0) as "lineCreditCents",
         coalesce(b.batches, 0) as batches
  from opening_import i
  left join (select c.practice_id, c.import_id, count(*)::integer as claims,
                    (count(*) filter (where d.treatment_day_id is null
                                        or (c.claim_id is not null and k.treatment_day_id is distinct from c.treatment_day_id)))::integer
                      as astray
             from opening_claim c
             left join charge_day d on d.practice_id = c.practice_id and d.treatment_day_id = c.treatment_day_id
             left join claim k on k.practice_id = c.practice_id and k.id = c.claim_id
             group by c.practice_id, c.import_id) c on c.practice_id = i.practice_id and c.import_id = i.id
  left join (select c.practice_id, c.import_id, count(*)::integer as lines, sum(o.payer_cents)::bigint as payer,
                    sum(greatest(o.patient_cents, 0))::bigint as patient, sum(greatest(-o.patient_cents, 0))::bigint as credit
             from opening_claim c
             join opening_line o on o.practice_id = c.practice_id and o.treatment_day_id = c.treatment_day_id
             group by c.practice_id, c.import_id) l on l.practice_id = i.practice_id and l.import_id = i.id
  left join (select practice_id, source_key, count(*)::integer as batches from posting_batch where source_type = 'opening'
             group by practice_id, source_key) b on b.practice_id = i.practice_id and b.source_key = i.system || '/' || i.file_digest`

export async function checkOpenings(snapshot: Snapshot, tell: Tell): Promise<void> {
  for await (const each of snapshot.rows<ImportTotals>(sql)) {
    const { practice, id, payerCents, patientCents, creditCents, batches, astray } = each
    const compare = (is: number, should: number, cents: number | null, what: string) => {
      if (is === should) return
      tell(
        wrong(
          practice,
          'opening/import',
          `opening/${id}`,
          cents,
          `it brought ${should} ${what}, ${is} are there`,
        ),
      )
    }
    const ofLines = (is: number, should: number, what: string) => compare(is, should, is - should, what)
    compare(each.claimRows, each.claims, null, 'claims')
    compare(each.lineRows, each.lines, null, 'lines')
    ofLines(each.linePayerCents, payerCents, 'cents open at payers')
    ofLines(each.linePatientCents, patientCents, 'cents open at patients')
    ofLines(each.lineCreditCents, creditCents, 'cents of patients’ credit')
    compare(astray, 0, null, 'claims whose day or claim is another’s')
    compare(batches, payerCents + patientCents + creditCents > 0 ? 1 : 0, null, 'batches')
  }
}
