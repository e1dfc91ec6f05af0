/**
 * Which answers a person took off a claim again: they were another claim’s, so nothing of them counts. A payer’s own takeback is
 * none: what it said first it said (HFMA 2020 counts the first decision, whatever became of it).
 */

/**
 * Whether the payment that the message `messageId` told of `claimId` was undone; both are SQL. It may be matched to the claim again:
 * then a later message tells so. Facts alone say it, in whichever order they were heard.
 */
export function isUndone(claimId: string, messageId: string): string {
  return `exists (
    select from fact undone join fact posted on posted.practice_id = undone.practice_id and posted.message_id = ${messageId}
    where undone.practice_id = $1 and undone.subject = ${claimId} and undone.type = 'payment.reversed.v1'
      and undone.data ? 'because' and undone.sequence > posted.sequence
      and undone.data ->> 'reversesRemittanceId' = posted.data ->> 'remittanceId'
      and undone.data -> 'position' = posted.data -> 'position')`
}
