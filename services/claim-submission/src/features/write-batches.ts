/**
 * Claims whose window has opened become a batch: control numbers taken, the 837P written and frozen, its bytes
 * in the blob store. The intent to send is committed before anything leaves.
 */
import { createHash } from 'node:crypto'
import { cents, compareInstants, dayIn, sumOf, wallTimeIn } from '@tally/kernel'
import {
  act,
  commit,
  installation,
  job,
  look,
  type Partner,
  partnerOf,
  practiceDetails,
  putBlob,
  type Shell,
  type Work,
} from '@tally/platform'
import { type PayerRules, type Problem, write837p } from '@tally/x12'
import { type BatchChecked, checkBatch, claimRulesOf } from '../domain/check-written.ts'
import type { Claim } from '../domain/claim.ts'
import { addBatch, takeControlNumbers } from '../store/batches.ts'
import { moveVersion } from '../store/claim-versions.ts'
import { practicesReady, readyClaims, saveClaim } from '../store/claims.ts'
import { type AtVersion, lockAtVersions, moveTogether } from '../store/claims-together.ts'
import { payerProfile } from '../store/payers.ts'
import { inVisitTrace } from './batch-left.ts'

/** One route for every payer until there are several clearinghouses. */
export const partnerId = 'clearinghouse'

/** A file that a clearinghouse takes in at once; x12.md 1.1 allows 5,000 claims in a transaction. */
const claimsMax = 200

export const writeBatches = job('write-batches', 1_000, async (shell: Shell) => {
  const taken: number[] = []
  const failed: unknown[] = []
  for (const practiceId of await practicesReady(look(shell), shell.clock.now())) {
    try {
      taken.push(await act(shell, { practiceId, causationId: 'job:write-batches' }, writeBatch))
    } catch (error) {
      // The others' claims do not wait for this practice's.
      failed.push(error)
    }
  }
  // What is written is sent by another job, which has nothing to hear of it by.
  if (taken.some((claims) => claims > 0)) shell.wakeJobs()
  if (failed.length > 0) throw failed[0]
  return taken.includes(claimsMax)
})

/** How many claims it took: written, or held for what the writer says. */
async function writeBatch(work: Work): Promise<number> {
  const partner = await partnerOf(work.query, await work.vault.of(installation), partnerId)
  if (!partner) return 0
  const ready = (await lockAtVersions(work, await readyClaims(work, claimsMax))).filter(({ claim }) =>
    isReady(claim, work.now),
  )
  if (ready.length > 0) await freeze(work, partner, ready)
  return ready.length
}

/** Still, now that it is locked. */
function isReady({ state, readyAt }: Claim, now: string): boolean {
  return state === 'ready' && readyAt !== null && compareInstants(readyAt, now) <= 0
}

async function freeze(work: Work, partner: Partner, ready: readonly AtVersion[]): Promise<void> {
  const practice = await practiceDetails(work)
  const { interchange, group } = await takeControlNumbers(work, partner.id)
  const batchId = work.newId()
  const submitter = practice.submitter ?? { name: practice.name, phone: null }
  const written = write837p({
    usage: partner.usage,
    submitter: {
      name: practice.name,
      id: partner.senderId,
      contact: { name: submitter.name, phone: submitter.phone ?? phoneOf(ready) },
    },
    receiver: { name: partner.receiverName, id: partner.receiverId },
    control: { interchange, group, batchId, writtenAt: wallTimeIn(practice.timezone, work.now) },
    claims: ready.map(({ document }) => document),
  })
  if (!written.ok) return holdRefused(work, ready, becauseOfWriter(written.problems))
  const rules = await rulesByPayer(work, ready)
  const checked = checkBatch(written.text, { today: dayIn(practice.timezone, work.now), rules })
  if (checked.refused.size > 0 || checked.ofFile.length > 0)
    return holdRefused(work, ready, becauseOfChecker(checked))
  const bytes = Buffer.from(written.text, 'latin1')
  const digest = createHash('sha256').update(bytes).digest('hex')
  await putBlob(work.query, work.keys, bytes)
  await addBatch(work, {
    ...{ practiceId: work.practiceId, id: batchId, partnerId: partner.id },
    ...{ interchangeNumber: interchange, groupNumber: group, state: 'written', claims: ready.length },
    chargeCents: sumOf(ready.map(({ version }) => cents(version.chargeCents))),
    ...{
      digest,
      bytes: bytes.length,
      tries: 0,
      said: null,
      interchangeVerdict: null,
      transactionVerdict: null,
    },
    ...{ writtenAt: work.now, sentAt: null },
  })
  await commit(work, () => moveTogether(work, ready, { state: 'sending', said: 0, batchId }), [])
  for (const { claim } of ready) await inVisitTrace(work, 'write claim', claim, async () => undefined)
}

/** The rules that keep a claim from being sent, by its place in the batch and number; none: it may go. */
type Because = (index: number, claimNumber: string) => readonly string[]

function becauseOfWriter(problems: readonly Problem[]): Because {
  const ofNone = problems.filter(({ pointer }) => !/^\/claims\/\d+\//.test(pointer))
  return (index) =>
    [...problems.filter(({ pointer }) => pointer.startsWith(`/claims/${index}/`)), ...ofNone].map(
      ({ rule }) => rule,
    )
}

function becauseOfChecker({ refused, ofFile }: BatchChecked): Because {
  return (_, claimNumber) => [...(refused.get(claimNumber) ?? []), ...ofFile]
}

/**
 * Each claim was tried alone when it was made, but not with what the practice and the partner say of themselves today:
 * those that are named wait for a person with the rule, or all of them when it is of none. The others go next time.
 */
async function holdRefused(work: Work, ready: readonly AtVersion[], because: Because): Promise<void> {
  for (const [index, { claim, version }] of ready.entries()) {
    const rules = because(index, version.claimNumber)
    if (rules.length === 0) continue
    const held: Claim = { ...claim, state: 'held', heldBecause: [...new Set(rules)].join(' ') }
    await commit(work, () => saveClaim(work, held, null), [])
    moveVersion(work, version, { state: 'held' })
  }
}

async function rulesByPayer(
  work: Work,
  ready: readonly AtVersion[],
): Promise<ReadonlyMap<string, PayerRules>> {
  const rules = new Map<string, PayerRules>()
  for (const { version, document } of ready) {
    const { payerId, payerFamily } = version
    if (rules.has(document.payer.id)) continue
    rules.set(document.payer.id, claimRulesOf(payerFamily, await payerProfile(work, payerId, payerFamily)))
  }
  return rules
}

function phoneOf([first]: readonly AtVersion[]): string {
  return first?.document.billingProvider.contact?.phone ?? '0000000000'
}
