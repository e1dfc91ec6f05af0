/** One run of the command line in this process: what went in, what came out, and the exit code. */
import { serviceDate } from '@tally/kernel'
import { runTally } from './run-tally.ts'

export async function runOf(
  args: readonly string[],
  input: string | Iterable<Uint8Array> | AsyncIterable<Uint8Array> = '',
) {
  const printed: string[] = []
  const said: string[] = []
  const exit = await runTally(args, {
    read: async function* (file) {
      if (file !== null) throw Object.assign(new Error(`no file ${file}`), { code: 'ENOENT' })
      if (typeof input === 'string') yield new TextEncoder().encode(input)
      else yield* input
    },
    print: (text) => void printed.push(text),
    say: (sentence) => void said.push(sentence),
    today: serviceDate('2026-11-21'),
  })
  return { exit, printed: printed.join(''), said }
}

/** A treatment day of two timed services at Medicare, as `tally code` reads it. */
export const day = {
  serviceDate: '2026-03-02',
  discipline: 'PT',
  placeOfService: '11',
  modality: 'in-person',
  payer: { family: 'medicare-b' },
  pricing: { gpci: { work: 1, practiceExpense: 1, malpractice: 1 }, conversionFactor: 'non-qp' },
  diagnoses: ['M54.59', 'M62.81'],
  services: [
    {
      ...{ lineId: '1', procedureCode: '97110', minutes: 30, assistantMinutes: 0, unitChargeCents: 6000 },
      ...{ diagnosisPointers: [1], modifiers: [], discipline: 'PT', distinctBlock: null },
    },
    {
      ...{ lineId: '2', procedureCode: '97530', minutes: 16, assistantMinutes: 0, unitChargeCents: 7500 },
      ...{ diagnosisPointers: [1], modifiers: [] },
    },
  ],
  therapyAccrued: { ptSlpCents: 0, otCents: 0 },
  kxAttestation: null,
  abn: null,
}

/** Its lines after coding, as `tally price` reads them. */
export const billed = {
  serviceDate: '2026-03-02',
  payer: { family: 'medicare-b' },
  pricing: day.pricing,
  deductibleRemainingCents: 0,
  lines: [
    { lineId: '1', procedureCode: '97110', units: 2, modifiers: ['GP'], discipline: 'PT' },
    { lineId: '2', procedureCode: '97140', units: 1, modifiers: ['GP'], discipline: 'PT' },
  ],
}

/** A deep copy of `document` with the value at `path` replaced; undefined takes the field away. */
export function changed(document: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  const own: unknown = Array.isArray(document) ? [...document] : { ...Object(document) }
  const inner: unknown = Reflect.get(Object(document), step)
  Reflect.set(Object(own), step, changed(inner, rest, value))
  return own
}
