/**
 * The measured half of `npm run bench -- coding`, a process of its own: treatment days as JSON, a line each, are read
 * from the file named, coded one by one on the one thread, and answered as JSON. Prints what it took.
 */
import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { TreatmentDayInput } from '@tally/coding-rules'

// As `tally` does; NODE_DISABLE_COMPILE_CACHE=1 in its environment makes it a first run on a fresh clone.
enableCompileCache(fileURLToPath(new URL('../../.tally/compile-cache', import.meta.url)))
const { codeTreatmentDay } = await import('@tally/coding-rules')

const [file = '', rounds = '1'] = process.argv.slice(2)
const days = readFileSync(file, 'utf8').trimEnd().split('\n')

let answerBytes = 0
const codeOne = (text: string) => {
  // The shape was made by the generator and is checked by the compiler there.
  const day: TreatmentDayInput = JSON.parse(text)
  answerBytes += JSON.stringify(codeTreatmentDay(day)).length
}

codeOne(days[0] ?? '')
/** Since the process began: modules, tables and the first answer. */
const firstAnswerMs = performance.now()

for (const text of days) codeOne(text)

const took = new Float64Array(days.length * Number(rounds))
answerBytes = 0
const began = performance.now()
for (let round = 0, at = 0; round < Number(rounds); round += 1) {
  for (const text of days) {
    const start = performance.now()
    codeOne(text)
    took[at++] = performance.now() - start
  }
}
const seconds = (performance.now() - began) / 1000
took.sort()
const quantile = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0

console.log(
  JSON.stringify({
    coded: took.length,
    daysPerSecond: Math.round(took.length / seconds),
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    maxMs: took.at(-1),
    firstAnswerMs,
    rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    answerBytes: Math.round(answerBytes / took.length),
  }),
)
