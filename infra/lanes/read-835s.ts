/**
 * The measured half of `npm run bench -- x12`, a process of its own: one reader, one file, as many rounds as asked
 * for. Prints what the fastest round took, how many claims it saw, and the peak of memory.
 */
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync, statSync } from 'node:fs'

const [name = '', file = '', rounds = '1'] = process.argv.slice(2)

/** Each answers how many claims it saw. */
const readers: Readonly<Record<string, () => Promise<number>>> = {
  tally: () => tally({}),
  'tally-digest': () => tally({ sha256: (text) => createHash('sha256').update(text).digest('hex') }),
  // Claims as objects, as its README groups an 835.
  'x12-parser': async () => {
    const { Schema, X12grouper, X12parser } = await import('x12-parser')
    return new Promise((resolve, reject) => {
      let claims = 0
      const schema = new Schema('005010X221A1', { start: 'CLP', terminators: ['PLB', 'SE'], name: 'claim' })
      createReadStream(file)
        .pipe(new X12parser())
        .pipe(new X12grouper(schema))
        .on('data', ({ name }: { name?: string }) => {
          if (name === 'claim') claims += 1
        })
        .on('error', reject)
        .on('end', () => resolve(claims))
    })
  },
  'node-x12': async () => {
    const { X12Parser } = await import('node-x12')
    const interchange = new X12Parser(true).parse(readFileSync(file, 'utf8'))
    if (!('functionalGroups' in interchange)) throw new Error('one interchange was read')
    return interchange.functionalGroups
      .flatMap(({ transactions }) => transactions)
      .flatMap(({ segments }) => segments)
      .filter(({ tag }) => tag === 'CLP').length
  },
}

async function tally(hashing: { sha256?: (text: string) => string }): Promise<number> {
  const { streamRemittances } = await import('@tally/x12')
  let claims = 0
  const { transactions } = await streamRemittances(createReadStream(file), {
    ...hashing,
    onClaim: () => {
      claims += 1
    },
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  })
  const [only] = transactions
  if (only?.verdict !== 'post' || only.totals.claims !== claims) throw new Error('it must add up')
  return claims
}

const reader = readers[name]
if (!reader) throw new Error(`choose one of ${Object.keys(readers).join(', ')}`)
let [best, busy, claims] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0]
for (let round = 0; round < Number(rounds); round += 1) {
  const [began, before] = [performance.now(), process.cpuUsage()]
  claims = await reader()
  const { user, system } = process.cpuUsage(before)
  best = Math.min(best, performance.now() - began)
  busy = Math.min(busy, (user + system) / 1000)
}
console.log(
  JSON.stringify({
    megabytesPerSecond: statSync(file).size / 1e6 / (best / 1000),
    milliseconds: best,
    /** Of all threads: what other programs on the machine take does not count. */
    busyMilliseconds: busy,
    claims,
    rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
)
