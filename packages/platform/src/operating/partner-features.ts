/** Partners, for operators; served by charge-capture's process, as practices are. Secrets go in and never come out. */
import { z } from 'zod'
import { inTransaction } from '../database/transaction.ts'
import { notFound } from '../http/problem.ts'
import { answer, type HttpFeature, operatorRoute } from '../http/route.ts'
import { installation } from '../keys/key-vault.ts'
import { listPartners, type Partner, partnerOf, savePartner } from './partners.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and -')
const partnerBody = z
  .strictObject({
    adapter: z.literal('http'),
    address: z.url({ protocol: /^https?$/ }),
    senderId: z.string().regex(/^[A-Z0-9]{2,15}$/),
    receiverId: z.string().regex(/^[A-Z0-9]{2,15}$/),
    receiverName: z.string().min(1).max(60),
    usage: z.enum(['P', 'T']),
    pollSeconds: z.int().min(1).max(86_400).default(300),
    toleranceSeconds: z.int().min(1).max(31_536_000).default(300),
    secrets: z
      .array(z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/))
      .min(1)
      .max(2),
  })
  .meta({ id: 'Partner', description: 'A clearinghouse: how it is reached and how it signs.' })
const shownPartner = partnerBody.omit({ secrets: true }).extend({ id: z.string(), secrets: z.int() })

export const partnerFeatures: readonly HttpFeature[] = [
  operatorRoute({
    method: 'GET',
    path: '/v1/partners',
    summary: 'All partners.',
    answers: { 200: z.object({ items: z.array(shownPartner), nextCursor: z.null() }) },
    async handle({ shell }) {
      const keys = await shell.vault.of(installation)
      const partners = await inTransaction(shell.worker, null, (query) => listPartners(query, keys))
      return answer(200, { items: partners.map(shown), nextCursor: null })
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/v1/partners/:id',
    summary: 'One partner; of its secrets only how many there are.',
    params: z.object({ id }),
    answers: { 200: shownPartner },
    async handle({ shell, params }) {
      const keys = await shell.vault.of(installation)
      const partner = await inTransaction(shell.worker, null, (query) => partnerOf(query, keys, params.id))
      return partner ? answer(200, shown(partner)) : notFound('the partner')
    },
  }),
  operatorRoute({
    method: 'PUT',
    path: '/v1/partners/:id',
    summary: 'Set a partner up or change it; two secrets are good at once while one replaces the other.',
    params: z.object({ id }),
    body: partnerBody,
    answers: { 200: shownPartner },
    async handle({ shell, params, body }) {
      const keys = await shell.vault.of(installation)
      const partner = { id: params.id, ...body }
      await inTransaction(shell.worker, null, (query) => savePartner(query, keys, partner))
      return answer(200, shown(partner))
    },
  }),
]

function shown({ secrets, ...partner }: Partner): z.infer<typeof shownPartner> {
  return { ...partner, secrets: secrets.length }
}
