/** What payers send, by chance: answers, reversals with and without their money, recoveries, and the same once more. */
import { answerClaim, type Manner, negationOf } from './answer-claim.ts'
import { pick } from './chance.ts'
import { type Answer, type Command, paymentOf, type Remittance } from './command.ts'
import type { LedgerModel } from './ledger-model.ts'
import { type Outside, two } from './outside.ts'

export function answers(
  outside: Outside,
  kind: 'pay' | 'split' | 'deny',
  manner: Manner,
): Command | undefined {
  const { chance, toCome, remittances } = outside
  const late = kind === 'pay' ? toCome.pop() : undefined
  if (late) {
    remittances.push(late)
    return { kind, remittance: late }
  }
  const asked = askedOf(outside)
  if (!asked) return undefined
  const answer = answerClaim(chance, asked, manner)
  const paid = answer.paid
  const interest = chance(1, 300)
  const levels = paid > 0 && chance(0, 7) === 0 ? ([['L6', answer.payerNumber, -interest]] as const) : []
  // Of another charge than was asked for: a person looks.
  const other = chance(0, 9) === 0 ? withMore(answer, chance(1, 900)) : answer
  return handedIn(outside, kind, { answers: [other], levels })
}

/** The same answer once more and nothing taken back, under its number or another one. */
export function payAgain(outside: Outside): Command | undefined {
  const { id, chance, model, step } = outside
  const taken = pick(
    chance,
    model.answers.filter(({ state, paid }) => state === 'posted' && paid > 0),
  )
  if (!taken) return undefined
  const { visit, order, version, status, charge, paid, lines } = taken
  const payerNumber = chance(0, 1) === 0 ? taken.payerNumber : `ICN${id}A${two(step)}`
  const answer = { visit, order, version, status, payerNumber, charge, paid, lines }
  return handedIn(outside, 'pay', { answers: [answer], levels: [] })
}

/** A claim that was sent; or, one at a time, of a visit whose claim is still to come. */
function askedOf({ id, chance, step, sent, visits, model, charged }: Outside) {
  const early = [...visits.values()].filter(
    (visit) =>
      charged.has(visit.id) &&
      visit.payers > 0 &&
      visit.version === 1 &&
      !sent.some((each) => each.id === visit.id) &&
      !model.answers.some((each) => each.visit === visit.id),
  )
  const visit = pick(chance, chance(0, 5) === 0 && early.length > 0 ? early : sent)
  if (!visit) return undefined
  const isWaiting = !model.claims.has(`${visit.id}/1/${visit.version}`) || !model.visits.has(visit.id)
  if (isWaiting && model.answers.some((each) => each.visit === visit.id)) return undefined
  return { visit, order: chance(1, visit.payers), payerNumber: `ICN${id}A${two(step)}` }
}

function withMore(answer: Answer, cents: number): Answer {
  const [first, ...others] = answer.lines
  if (!first) return answer
  const line = {
    ...first,
    charge: first.charge + cents,
    adjusted: [...first.adjusted, ['CO', '45', cents] as const],
  }
  return { ...answer, charge: answer.charge + cents, lines: [line, ...others] }
}

/** With its correction, carried forward, neutralised for now, of a denial, or before what it takes back. */
export function reverse(outside: Outside): Command | undefined {
  const { id, chance, model, remittances, toCome, open, step } = outside
  if (chance(0, 5) === 0) {
    const asked = askedOf(outside)
    if (!asked || toCome.length > 0 || model.answers.some((each) => each.state === 'waiting'))
      return undefined
    const answer = answerClaim(chance, asked, 'pays')
    toCome.push({
      trace: `TR${id}L${two(step)}`,
      paidOn: dayOf(step),
      order: asked.order,
      answers: [answer],
      levels: [],
    })
    return neutralised(outside, answer)
  }
  const answered = remittances.flatMap((each) => each.answers).filter(({ status }) => status !== '22')
  const worked = answered.filter((each) => isWorked(model, each))
  const original = pick(chance, worked.length > 0 && chance(0, 1) === 0 ? worked : answered)
  const isKept = model.answers.some((each) => each.state === 'waiting' && each.status === '22')
  if (!original || isKept) return undefined
  // Payers leave their number out, too.
  const named = chance(0, 3) === 0 ? { ...original, payerNumber: '' } : original
  if (original.paid <= 0) return handedIn(outside, 'reverse', { answers: [negationOf(named)], levels: [] })
  const corrected =
    model.claims.has(`${original.visit}/${original.order}/${original.version}`) && chance(0, 1) === 0
  const visit = outside.sent.find((each) => each.id === original.visit && each.version === original.version)
  if (corrected && visit) {
    const asked = { visit, order: original.order, payerNumber: `ICN${id}A${two(step)}` }
    const anew = answerClaim(chance, asked, chance(0, 3) === 0 ? 'denies' : 'pays')
    const short = Math.max(0, original.paid - anew.paid)
    const reference = `TR${id}T${two(step)}`
    if (short > 0) open.set(reference, { code: 'FB', order: original.order, cents: short })
    return handedIn(outside, 'reverse', {
      answers: [negationOf(named), anew],
      levels: short > 0 ? [['FB', reference, -short]] : [],
    })
  }
  return neutralised(outside, named)
}

/** It denied what somebody has decided on since. */
function isWorked({ answers: taken, decided }: LedgerModel, { payerNumber }: Answer): boolean {
  const denied = taken
    .filter((each) => each.payerNumber === payerNumber && each.state === 'posted')
    .flatMap(({ moves }) => moves.map(({ to }) => to))
  return decided.some(({ from, undone }) => !undone && denied.includes(from))
}

function neutralised(outside: Outside, original: Answer): Command {
  const { id, chance, step, open } = outside
  const isForward = chance(0, 1) === 0
  const reference = isForward ? `TR${id}T${two(step)}` : `LTR${original.visit}P${original.order}N${two(step)}`
  const code = isForward ? 'FB' : 'WO'
  if (original.paid > 0) open.set(reference, { code, order: original.order, cents: original.paid })
  return handedIn(outside, 'reverse', {
    answers: [negationOf(original)],
    levels: original.paid > 0 ? [[code, reference, -original.paid]] : [],
  })
}

/** What is open is taken from a payment, whole or in part; or a recovery comes that nothing announced. */
export function recoup(outside: Outside): Command | undefined {
  const { chance, open, step } = outside
  const asked = askedOf(outside)
  if (!asked) return undefined
  const answer = answerClaim(chance, asked, 'pays')
  if (answer.paid < 2) return undefined
  const due = pick(
    chance,
    [...open].filter(([, { order }]) => order === asked.order),
  )
  const [reference, { code, cents }] = due ?? [
    `LTR${answer.visit}P${asked.order}N${two(step)}`,
    { code: 'WO' as const, cents: answer.paid },
  ]
  const taken = chance(0, 2) === 0 ? chance(1, Math.min(cents, answer.paid)) : Math.min(cents, answer.paid)
  if (due) open.delete(reference)
  if (due && cents > taken) open.set(reference, { code, order: asked.order, cents: cents - taken })
  return handedIn(outside, 'recoup', { answers: [answer], levels: [[code, reference, taken]] })
}

function handedIn(
  { id, chance, step, remittances }: Outside,
  kind: 'pay' | 'split' | 'deny' | 'reverse' | 'recoup',
  { answers: claims, levels }: Pick<Remittance, 'answers' | 'levels'>,
): Command {
  // Some come late: a later decision was there before.
  const paidOn = dayOf(chance(0, 7) === 0 ? Math.max(0, step - chance(1, 20)) : step)
  const order = claims[0]?.order ?? 1
  const remittance = { trace: `TR${id}T${two(step)}`, paidOn, order, answers: claims, levels }
  remittances.push(remittance)
  return { kind, remittance }
}

export function duplicate({ chance, remittances }: Outside): Command | undefined {
  const remittance = pick(chance, remittances)
  if (!remittance) return undefined
  const how = (['file', 'envelope', 'conflict'] as const)[chance(0, 2)] ?? 'file'
  return how === 'conflict' && paymentOf(remittance) === 0
    ? undefined
    : { kind: 'duplicate', how, remittance }
}

/** One day a step. */
const dayOf = (step: number) =>
  new Date(Date.UTC(2026, 8, 1 + step)).toISOString().slice(0, 10).replaceAll('-', '')
