/**
 * The measured half of the claim rows of `npm run bench -- x12`, a process of its own: batches of claims written, or
 * checked, as many rounds as asked for. Prints what the fastest round took and how large a claim is.
 */
import { serviceDate } from '@tally/kernel'
import { checkClaims, type Submission, submission, write837p } from '@tally/x12'
import { syntheticSubmission } from './synthetic-claims.ts'

const batch = 500
const [name = '', claims = '10000', rounds = '1'] = process.argv.slice(2)
const batches = Array.from({ length: Math.ceil(Number(claims) / batch) }, (_, index) =>
  // Through JSON and the schema, as claim-submission hands them on.
  submission.parse(JSON.parse(JSON.stringify(syntheticSubmission(index * batch, batch)))),
)
/** Tables of codes are another package's work: every code is known. */
const facts = {
  today: serviceDate('2026-11-21'),
  knows: { procedure: () => true, diagnosis: () => true },
}

function written(batchOf: Submission): string {
  const result = write837p(batchOf)
  if (!result.ok) throw new Error(JSON.stringify(result.problems.slice(0, 3)))
  return result.text
}

const files = batches.map((one) => new TextEncoder().encode(written(one)))
/** Each answers how many claims it saw. */
const work: Readonly<Record<string, () => number>> = {
  write: () => batches.reduce((seen, one) => seen + (written(one) === '' ? 0 : one.claims.length), 0),
  check: () =>
    files.reduce((seen, file) => {
      const checked = checkClaims(file, facts)
      const faults = [...checked.findings, ...checked.claims.flatMap((one) => one.findings)]
      if (faults.length > 0) throw new Error(JSON.stringify(faults.slice(0, 3)))
      return seen + checked.claims.length
    }, 0),
}

const run = work[name]
if (!run) throw new Error(`choose one of ${Object.keys(work).join(', ')}`)
let [best, busy, seen] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0]
for (let round = 0; round < Number(rounds); round += 1) {
  const [began, before] = [performance.now(), process.cpuUsage()]
  seen = run()
  const { user, system } = process.cpuUsage(before)
  best = Math.min(best, performance.now() - began)
  busy = Math.min(busy, (user + system) / 1000)
}
console.log(
  JSON.stringify({
    milliseconds: best,
    /** Of all threads: what other programs on the machine take does not count. */
    busyMilliseconds: busy,
    claims: seen,
    bytes: files.reduce((sum, file) => sum + file.length, 0),
    lines: batches.flatMap((one) => one.claims).reduce((sum, claim) => sum + claim.lines.length, 0),
    rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
)
