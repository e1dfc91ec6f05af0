/**
 * The envelope of every message: CloudEvents 1.0, structured mode, one JSON document, so that it can be
 * pasted into a test or an email. CloudEvents wants lower-case attribute names: it is `practiceid` here and
 * `practiceId` elsewhere.
 */
import { isInstant } from '@tally/kernel'
import { z } from 'zod'

const ulidShape = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)

/**
 * What identifies a person: AES-256-GCM under the practice's data key `kid`, bound to the message's id and
 * type.
 */
export const sealedPart = z.strictObject({ kid: z.string(), iv: z.base64(), ct: z.base64() })
export type SealedPart = z.infer<typeof sealedPart>

export const envelope = z.object({
  specversion: z.literal('1.0'),
  id: ulidShape,
  /** `/tally/<service>`. */
  source: z.string().regex(/^\/tally\/[a-z-]+$/),
  /** `<thing>.<what happened>.v<number>`. */
  type: z.string().regex(/^[a-z-]+\.[a-z-]+\.v\d+$/),
  /** Our id of what it concerns; the key of the message. */
  subject: z.string(),
  time: z.string().refine(isInstant),
  datacontenttype: z.literal('application/json'),
  /** Absent on transmission.received alone: whose a partner's file is, its reader finds out. */
  practiceid: z.string().optional(),
  /** The treatment day wherever an event concerns one. */
  correlationid: z.string(),
  /** The id of the message or request that led to this one. */
  causationid: z.string(),
  /** The aggregate's version: an older or equal one is a duplicate. */
  sequence: z.int().positive(),
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional(),
  data: z.record(z.string(), z.unknown()),
  sealed: sealedPart.optional(),
})
export type Envelope = z.infer<typeof envelope>

/**
 * A message's body is at most this long, in bytes: below the 900 kB of one request to the broker. A day's event
 * seals all of its visits, each up to 64 KB, so 64 KB would refuse a visit that happened (two of 28 KB did).
 */
export const messageBytesMax = 786_432
