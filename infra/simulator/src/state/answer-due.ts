/** Everything owed by now, as one answer: acknowledgments first, then the payers' runs. */
import { type Cents, cents, noCents } from '@tally/kernel'
import { dayAt } from '../clock.ts'
import { answerInquiry } from '../payers/answer-inquiry.ts'
import type { Route } from '../wire/interchange.ts'
import { acceptClaims, acknowledgeSubmission, forwardClaims } from './acknowledge-tasks.ts'
import type { GivenAnswer, SentFile, TakenInquiry, Task, TaskKind } from './entries.ts'
import type { Faults } from './faults.ts'
import { readInquiries } from './read-submission.ts'
import { remitDue } from './remit-tasks.ts'
import type { Settings } from './settings.ts'
import { nextRun } from './take-submission.ts'
import { deductibleLeft, isAskedAgain, type WorldState } from './world-state.ts'
import { routeBack, type Said, sentFile, textOfFile } from './write-file.ts'

export interface AnswerFacts {
  readonly at: number
  readonly settings: Settings
  readonly faults: Faults
}

/** Null when nothing is owed yet. */
export function answerDue(state: WorldState, facts: AnswerFacts): GivenAnswer | null {
  const due = [...state.tasks.values()]
    .filter(({ dueAt }) => dueAt <= facts.at)
    .sort((a, b) => a.dueAt - b.dueAt || order.indexOf(a.kind) - order.indexOf(b.kind))
  if (due.length === 0) return null
  const round: Round = { state, facts, files: [], opens: [], decisions: [], balances: [] }
  const { runs = [], others = [] } = Object.groupBy(due, ({ kind }) =>
    kind === 'remit' || kind === 'afterwards' ? 'runs' : 'others',
  )
  for (const task of others) answerTask(round, task)
  if (runs.length > 0) runPayers(round, runs)
  const { files, opens, decisions, balances } = round
  return { done: due.map(({ id }) => id), opens, files, decisions, balances }
}

const order: readonly TaskKind[] = [
  'acknowledge',
  'forward',
  'accept',
  'inquiry',
  'repeat',
  'remit',
  'afterwards',
]

interface Round {
  readonly state: WorldState
  readonly facts: AnswerFacts
  readonly files: SentFile[]
  readonly opens: Task[]
  readonly decisions: GivenAnswer['decisions'][number][]
  readonly balances: GivenAnswer['balances'][number][]
}

function nextSequence({ state, files }: Round): number {
  return state.files.size + files.length + 1
}

function answerTask(round: Round, { kind, subject }: Task): void {
  const { state, facts } = round
  const inquiry = kind === 'inquiry' && state.inquiries[Number(subject) - 1]
  if (inquiry) addInquiryAnswer(round, inquiry)
  if (kind === 'repeat') repeatFile(round, subject)
  const submission = /^(acknowledge|forward|accept)$/.test(kind) && state.submissions[Number(subject) - 1]
  if (!submission) return
  const reference = String(nextSequence(round)).padStart(7, '0')
  const said =
    kind === 'acknowledge'
      ? acknowledgeSubmission(submission, facts.settings)
      : kind === 'forward'
        ? forwardClaims(submission, facts.at, reference)
        : acceptClaims(submission, facts.at, reference)
  for (const one of said) addFile(round, one, routeBack(submission.envelope), submission.taken.transmissionId)
}

function addFile(round: Round, said: Said, route: Route, lane: string): SentFile {
  const { at, faults, settings } = round.facts
  const sequence = nextSequence(round)
  const text = textOfFile(said, { route, control: sequence, at })
  const file = sentFile({ sequence, kind: said.kind, text, lane }, { at, faults, thin: settings.thin })
  round.files.push(file)
  return file
}

function runPayers(round: Round, tasks: readonly Task[]): void {
  const { state, facts } = round
  const runs = remitDue(state, tasks, { ...facts, firstFile: nextSequence(round) })
  for (const { said, example, decisions, balances, more } of runs) {
    const { envelope, taken } = example.submission
    const file = addFile(round, said, routeBack(envelope), `remit ${taken.sender}`)
    for (const decision of decisions) round.decisions.push(decision)
    for (const balance of balances) round.balances.push(balance)
    const dueAt = nextRun(facts.at + facts.settings.afterwardsMs, facts.settings.remitEveryMs)
    const kinds = new Set(more.map(({ kind }) => kind))
    if (kinds.has('repeat'))
      round.opens.push({ id: `${file.id}/repeat`, kind: 'repeat', subject: file.id, dueAt })
    for (const { claim, kind } of more)
      if (kind === 'afterwards') round.opens.push({ id: `${claim}/afterwards`, kind, subject: claim, dueAt })
  }
}

/** The same transactions under other control numbers. */
function repeatFile(round: Round, id: string): void {
  const before = round.state.files.get(id)?.file
  if (!before) return
  const { at, faults, settings } = round.facts
  const sequence = nextSequence(round)
  const [old, fresh] = [before.sequence, sequence].map(String) as [string, string]
  const [oldIsa, freshIsa] = [old, fresh].map((number) => number.padStart(9, '0')) as [string, string]
  const text = before.text
    .replace(`*00501*${oldIsa}*`, `*00501*${freshIsa}*`)
    .replace(`*${oldIsa}~`, `*${freshIsa}~`)
    .replace(`*${old}*X*`, `*${fresh}*X*`)
    .replace(new RegExp(`(~GE\\*\\d+)\\*${old}~`), `$1*${fresh}~`)
  const { kind, lane } = before
  round.files.push(sentFile({ sequence, kind, text, lane }, { at, faults, thin: settings.thin }))
}

function addInquiryAnswer(round: Round, taken: TakenInquiry): void {
  const said = inquiryAnswer(round.state, taken, round.facts)
  if (said) addFile(round, said.said, said.route, `inquiry ${taken.ordinal}`)
}

/** The 271 to the questions of an inquiry; null when there are none. */
export function inquiryAnswer(
  state: WorldState,
  { text, ordinal }: Pick<TakenInquiry, 'text' | 'ordinal'>,
  { at, settings }: AnswerFacts,
): { readonly said: Said; readonly route: Route } | null {
  const read = readInquiries(text)
  if (typeof read === 'string') return null
  const deductible = (member: string): { total: Cents; left: Cents } => {
    const total = cents(settings.deductibles[member] ?? noCents)
    return { total, left: deductibleLeft(state, member, total) }
  }
  const again = (member: string) => isAskedAgain(state, member, ordinal)
  const facts = { at, today: dayAt(at), deductible, again }
  const transactions = read.inquiries.map((inquiry) => answerInquiry(inquiry, facts))
  return { said: { kind: '271', transactions }, route: routeBack(read.envelope) }
}
