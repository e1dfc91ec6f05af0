/** What an audit says is wrong: whose, what, and by how many cents. */

export interface Finding {
  /** '' is the installation. */
  readonly practice: string
  /** A slug. */
  readonly check: string
  /** A path of our own ids, such as `remittance/<id>/claim/3`. */
  readonly subject: string
  /** What there is less what should be; null where no amount is wrong. */
  readonly cents: number | null
  readonly says: string
  /** `doubt`: worth a look, and possible without a fault. It does not fail the audit. */
  readonly level: 'wrong' | 'doubt'
}

export type Tell = (finding: Finding) => void

export function wrong(
  practice: string,
  check: string,
  subject: string,
  cents: number | null,
  says: string,
): Finding {
  return { practice, check, subject, cents, says, level: 'wrong' }
}

export function doubt(
  practice: string,
  check: string,
  subject: string,
  cents: number | null,
  says: string,
): Finding {
  return { practice, check, subject, cents, says, level: 'doubt' }
}
