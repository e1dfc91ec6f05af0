/** The answers before adjudication: TA1 and 999, then the clearinghouse's and the payers' 277CA. */
import { dayAt, stampAt } from '../clock.ts'
import {
  groupAcknowledgment,
  interchangeAcknowledgment,
  type TransactionVerdict,
} from '../wire/write-acknowledgments.ts'
import {
  type AcknowledgedClaim,
  type ClaimAcknowledgment,
  claimAcknowledgment,
} from '../wire/write-claim-acknowledgment.ts'
import type { Settings } from './settings.ts'
import { isRefused, syntaxFault } from './stage.ts'
import type { KnownBatch, KnownClaim, KnownSubmission } from './world-state.ts'
import type { Said } from './write-file.ts'

/** TA1, and a 999 for each group unless the interchange is refused. */
export function acknowledgeSubmission(
  { envelope, taken, batches }: KnownSubmission,
  { ta1 }: Pick<Settings, 'ta1'>,
): Said[] {
  const refused = taken.note !== '000'
  const segment = interchangeAcknowledgment(envelope, taken.note)
  const said: Said[] =
    refused || ta1 === 'always' || envelope.wantsAcknowledgment ? [{ kind: 'TA1', segment }] : []
  if (refused) return said
  const transactions = envelope.groups.map((group) =>
    groupAcknowledgment(group, batches.filter((batch) => batch.group === group).map(verdictOf)),
  )
  return [...said, { kind: '999', transactions }]
}

function verdictOf({ transaction, group, claims }: KnownBatch): TransactionVerdict {
  const trailer = syntaxFault(transaction, group)
  const culprit = claims.find(({ verdict }) => verdict?.stage === 'group')
  const refused = trailer !== null || claims.some(({ verdict }) => isRefused(verdict))
  return {
    ...{ transaction, trailer, claimNumber: culprit?.claim.claimNumber ?? null },
    outcome: refused ? 'R' : culprit ? 'E' : 'A',
  }
}

/** The clearinghouse: what it refuses itself, and A0 for what it forwards. One 277CA for each ST. */
export function forwardClaims(submission: KnownSubmission, at: number, reference: string): Said[] {
  const { envelope } = submission
  const source = { entity: 'AY', name: 'SIMULATED CLEARINGHOUSE', id: envelope.receiver.id } as const
  return submission.batches.flatMap((batch, index) => {
    const claims = batch.claims.filter(({ stage }) => !/^(nothing|interchange|group)$/.test(stage))
    if (claims.length === 0) return []
    const refused = claims.find(({ stage }) => stage === 'batch')
    const answered = claims.map(({ claim, stage, verdict }): AcknowledgedClaim => {
      const stops = stage === 'clearinghouse' && verdict?.status
      return {
        ...{ claim, payerClaimNumber: null, taken: !stops },
        status: stops || ['A0', '16', 'PR'],
      }
    })
    const named = batch.claims.find(({ verdict }) => verdict?.stage === 'batch')
    const status = refused ? (named?.verdict?.status ?? null) : null
    const about = { source, reference: `${reference}${index + 1}`, refused: status, claims: answered }
    return [acknowledgmentFile(submission, batch, about, at)]
  })
}

/** Each payer on the claims that reached it: A2 with its number, or why not. */
export function acceptClaims(submission: KnownSubmission, at: number, reference: string): Said[] {
  let ordinal = 0
  return submission.batches.flatMap((batch) => {
    const reached = batch.claims.filter(({ stage }) => /^(payer|no-remittance|adjudication)$/.test(stage))
    return [...Map.groupBy(reached, ({ claim }) => claim.payer.id).values()].map((claims) => {
      ordinal += 1
      const payer = claims[0]?.claim.payer ?? { id: '', name: '' }
      const source = { entity: 'PR', ...payer } as const
      const about = {
        source,
        reference: `${reference}${ordinal}`,
        refused: null,
        claims: claims.map(accepted),
      }
      return acknowledgmentFile(submission, batch, about, at)
    })
  })
}

function accepted({ claim, stage, verdict, payerClaimNumber }: KnownClaim): AcknowledgedClaim {
  const stops = stage === 'payer' && verdict?.status
  if (stops) return { claim, status: stops, taken: false, payerClaimNumber: null }
  return { claim, status: ['A2', '20', 'PR'], taken: true, payerClaimNumber }
}

function acknowledgmentFile(
  { taken }: KnownSubmission,
  batch: KnownBatch,
  about: Pick<ClaimAcknowledgment, 'source' | 'reference' | 'refused' | 'claims'>,
  at: number,
): Said {
  const transaction = claimAcknowledgment({
    ...{ ...about, batch: batch.read, receivedOn: dayAt(taken.at), processedOn: dayAt(at) },
    time: stampAt(at).time,
  })
  return { kind: '277CA', transactions: [transaction] }
}
