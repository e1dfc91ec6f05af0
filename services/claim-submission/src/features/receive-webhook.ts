/**
 * POST /v1/webhooks/{partnerId}: the one door for partners' files, signed by Standard Webhooks. Raw X12 is stored
 * and announced; a thin notice is remembered and its file fetched by a job. Replays answer 202 and do nothing.
 */
import { createHash } from 'node:crypto'
import {
  act,
  answer,
  installation,
  parseStrictJson,
  partnerOf,
  problem,
  problemAt,
  signedRoute,
} from '@tally/platform'
import { z } from 'zod'
import { checkSignature } from '../gateways/webhook-signature.ts'
import { addDelivery, expectFile } from '../store/transmissions.ts'
import { takeInFile, takenOf } from './take-in-file.ts'

const thinNotice = z.object({
  type: z.string().max(200),
  transactionId: z.string().regex(/^[\x21-\x7e]{1,200}$/),
})
const accepted = { status: 'accepted' as const }

export const receiveWebhook = signedRoute({
  method: 'POST',
  path: '/v1/webhooks/:partnerId',
  summary: 'A partner’s file or notice of one; signed, stored first, answered 202.',
  params: z.object({ partnerId: z.string() }),
  bytesMax: 128 * 1_048_576,
  answers: { 202: z.object({ status: z.literal('accepted') }) },
  async handle({ shell, params, headers, raw, requestId }) {
    const cause = { practiceId: installation, causationId: requestId }
    const partner = await act(shell, cause, (work) => partnerOf(work.query, work.keys, params.partnerId))
    const seconds = (shell.clock.millis() - (shell.clock.millis() % 1_000)) / 1_000
    // An unknown partner is checked like a known one, so that the answer does not tell which there are.
    const verdict = checkSignature(
      headers,
      raw,
      partner?.secrets ?? [],
      seconds,
      partner?.toleranceSeconds ?? 300,
    )
    if (!verdict.ok || !partner) {
      const code = verdict.ok ? 'webhook/bad-signature' : verdict.code
      return problem(401, code, 'sign it as Standard Webhooks says, with the secret of this partner')
    }
    const digest = createHash('sha256').update(raw).digest('hex')
    const thin = thinOf(raw)
    const contents = thin ? [] : takenOf(raw)
    if (!thin && contents.length === 0) {
      const says = 'the body is no TA1, 999, 277CA, 271 or 835, and no { type, transactionId }'
      return problemAt(400, '', 'webhook/not-taken', says)
    }
    return act(shell, cause, async (work) => {
      if (!(await addDelivery(work, partner.id, verdict.id, digest))) return answer(202, accepted)
      if (thin) await expectFile(work, partner.id, thin.transactionId, 'fetched', work.now)
      else await takeInFile(work, partner.id, raw, contents, 'webhook')
      return answer(202, accepted)
    })
  },
})

function thinOf(raw: Uint8Array): z.output<typeof thinNotice> | null {
  if (raw.length > 10_000 || raw[0] !== 0x7b) return null
  const json = parseStrictJson(raw)
  return json.ok ? (thinNotice.safeParse(json.value).data ?? null) : null
}
