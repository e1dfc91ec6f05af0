/** POST /v1/eligibility-checks:batch: up to 1,000 checks, one a line, each answered by its own line. */
import { dayIn } from '@tally/kernel'
import {
  answer,
  type ProblemItem,
  parseStrictJson,
  problemAt,
  problemItem,
  route,
  shapeProblems,
} from '@tally/platform'
import { z } from 'zod'
import { clearinghouseOf } from './ask-payer.ts'
import {
  accepted,
  askFor,
  type CheckBody,
  checkAccepted,
  checkBody,
  noClearinghouse,
} from './request-check.ts'

const linesMax = 1_000

const lineAnswer = z.object({
  line: z.int(),
  status: z.int(),
  check: checkAccepted.nullable(),
  problems: z.array(problemItem),
})
type LineAnswer = z.infer<typeof lineAnswer>

interface Line {
  readonly line: number
  readonly body: CheckBody | null
  readonly problems: readonly ProblemItem[]
}

export const requestChecks = route({
  method: 'POST',
  path: '/v1/eligibility-checks::batch',
  summary: 'Checks, one JSON document a line (NDJSON); the answers come in the same order.',
  roles: ['front-desk', 'biller', 'owner'],
  raw: { types: ['application/x-ndjson'], bytesMax: 4 * 1_048_576 },
  answers: { 200: lineAnswer },
  answersAs: 'application/x-ndjson',
  async handle({ raw, practice, work }) {
    const lines = linesOf(raw)
    if (lines.length > linesMax) {
      const says = `${lines.length} checks were sent, ${linesMax} are taken at once: send them in several requests`
      return problemAt(400, '', 'batch/too-long', says)
    }
    const partner = await clearinghouseOf(work)
    if (!partner) return noClearinghouse()
    const today = dayIn(practice.timezone, work.now)
    const answers: LineAnswer[] = []
    // In the order of patients, so that two batches never wait for each other in a ring.
    for (const { line, body, problems } of inOrder(lines)) {
      const asked = body && (await askFor(work, partner, body, today))
      if (!asked) answers.push({ line, status: 400, check: null, problems: [...problems] })
      else if ('kind' in asked)
        answers.push({ line, status: asked.status, check: null, problems: [...asked.problems] })
      else answers.push({ line, status: 202, check: accepted(asked), problems: [] })
    }
    const text = answers.sort((a, b) => a.line - b.line).map((each) => `${JSON.stringify(each)}\n`)
    return answer(200, text.join(''), { contentType: 'application/x-ndjson' })
  },
})

function linesOf(raw: Uint8Array): Line[] {
  const texts = Buffer.from(raw).toString('utf8').split('\n')
  return texts.flatMap((text, place) => (text.trim() === '' ? [] : [lineOf(text, place + 1)]))
}

function lineOf(text: string, line: number): Line {
  const json = parseStrictJson(Buffer.from(text))
  if (!json.ok) return { line, body: null, problems: json.problems }
  const parsed = checkBody.safeParse(json.value)
  if (parsed.success) return { line, body: parsed.data, problems: [] }
  return { line, body: null, problems: shapeProblems(parsed.error, '') }
}

function inOrder(lines: readonly Line[]): Line[] {
  const key = ({ body }: Line) => body?.patient.externalId ?? ''
  return [...lines].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
