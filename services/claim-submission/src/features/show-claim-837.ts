/** GET /v1/claims/{id}/837: the exact bytes that were sent with the claim's newest version, and their SHA-256. */
import { assert } from '@tally/kernel'
import { answer, getBlob, notFound, problem, route } from '@tally/platform'
import { z } from 'zod'
import { findBatch } from '../store/batches.ts'
import { versionsOf, versionsOfBatch } from '../store/claim-versions.ts'
import { findClaim } from '../store/claims.ts'

export const showClaim837 = route({
  method: 'GET',
  path: '/v1/claims/:id/837',
  summary: 'The bytes as they were frozen for sending; the header Content-Digest holds their SHA-256.',
  roles: ['biller', 'owner', 'auditor'],
  params: z.object({ id: z.string() }),
  answers: { 200: z.string().meta({ description: 'application/edi-x12' }) },
  async handle({ params, work }) {
    if (!(await findClaim(work, params.id))) return notFound('the claim')
    const written = (await versionsOf(work, params.id)).filter(({ batchId }) => batchId !== null).at(-1)
    if (!written?.batchId) {
      return problem(
        404,
        'claim/not-written',
        'nothing of the claim was written yet; its state says what it waits for',
      )
    }
    const batch = await findBatch(work, written.batchId)
    assert(batch, 'a written version has its batch')
    const bytes = await getBlob(work.query, work.keys, batch.digest)
    assert(bytes, `batch ${batch.id} has lost its bytes`)
    const digest = Buffer.from(batch.digest, 'hex').toString('base64')
    return answer(200, Buffer.from(bytes).toString('latin1'), {
      contentType: 'application/edi-x12',
      headers: { 'content-digest': `sha-256=:${digest}:`, etag: `"${batch.digest}"` },
      // The bytes are those of the whole batch.
      shows: (await versionsOfBatch(work, batch.id)).map(({ patientId }) => patientId),
    })
  },
})
