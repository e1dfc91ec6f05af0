/** What claim-submission says when a partner's file came in: the one event that belongs to no practice yet. */
import { z } from 'zod'
import { defineEvent } from '../define-event.ts'
import { digest, instant, ulidId } from './parts.ts'

export const transmissionReceived = defineEvent({
  type: 'transmission.received.v1',
  topic: { name: 'claim-submission.transmissions', keyedBy: 'transmission' },
  summary: 'A partner’s file is stored, encrypted, under its digest; its content says who reads it.',
  data: z.strictObject({
    transmissionId: ulidId,
    partnerId: z.string(),
    content: z.enum(['TA1', '999', '277CA', '271', '835']),
    digest,
    bytes: z.int().positive(),
    receivedAt: instant,
    /** How it came: by webhook, fetched after a thin one, found by the poll, or handed in. */
    channel: z.enum(['webhook', 'fetched', 'poll', 'upload']),
  }),
  says: ({ content, partnerId, bytes }) => `received a ${content} of ${bytes} bytes from ${partnerId}`,
})
