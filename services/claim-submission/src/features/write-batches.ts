/**
 * Claims whose window has opened become a batch: control numbers taken, the 837P written and frozen, its bytes
 * in the blob store. The intent to send is committed before anything leaves.
 */
import { createHash } from 'node:crypto'
import { assert, cents, compareInstants, dayIn, sumOf, wallTimeIn } from '@tally/kernel'
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
  sideBySide,
  type Work,
} from '@tally/platform'
import { type PayerRules, type Problem, write837p } from '@tally/x12'
import { type BatchChecked, checkBatch, claimRulesOf } from '../domain/check-written.ts'
import type { Claim } from '../domain/claim.ts'
import { addBatch, takeControlNumbers } from '../store/batches.ts'
import { findVersion, moveVersion, type WithDocument } from '../store/claim-versions.ts'
import { lockClaim, practicesReady, readyClaims, saveClaim } from '../store/claims.ts'
import { payerProfile } from '../store/payers.ts'
import { inVisitTrace } from './batch-left.ts'

/** One route for every payer until there are several clearinghouses. */
export const partnerId = 'clearinghouse'

/** A file that a clearinghouse takes in at once; x12.md 1.1 allows 5,000 claims in a transaction. */
const claimsMax = 200

interface Ready extends WithDocument {
  readonly claim: Claim
}

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
  const ids = await readyClaims(work, claimsMax)
  const found = new Map<string, Ready>()
  await sideBySide(ids, itself, async (id) => {
    const { claim } = await lockClaim(work, id)
    if (claim?.state !== 'ready' || claim.readyAt === null) return
    if (compareInstants(claim.readyAt, work.now) > 0) return
    const version = await findVersion(work, claim.id, claim.claimVersion)
    assert(version, 'a ready claim has a version')
    found.set(id, { claim, ...version })
  })
  const ready = ids.flatMap((id) => found.get(id) ?? [])
  if (ready.length > 0) await freeze(work, partner, ready)
  return ready.length
}

async function freeze(work: Work, partner: Partner, ready: readonly Ready[]): Promise<void> {
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
  await sideBySide(ready, ofClaim, ({ claim, version }) =>
    inVisitTrace(work, 'write claim', claim, async (ofVisit) => {
      const sending: Claim = { ...claim, state: 'sending', heldBecause: null }
      await commit(ofVisit, () => saveClaim(ofVisit, sending, null), [])
      moveVersion(ofVisit, version, { state: 'sending', batchId })
    }),
  )
}

const itself = (id: string) => id
const ofClaim = ({ claim }: Ready) => claim.id

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
async function holdRefused(work: Work, ready: readonly Ready[], because: Because): Promise<void> {
  for (const [index, { claim, version }] of ready.entries()) {
    const rules = because(index, version.claimNumber)
    if (rules.length === 0) continue
    const held: Claim = { ...claim, state: 'held', heldBecause: [...new Set(rules)].join(' ') }
    await commit(work, () => saveClaim(work, held, null), [])
    moveVersion(work, version, { state: 'held' })
  }
}

async function rulesByPayer(work: Work, ready: readonly Ready[]): Promise<ReadonlyMap<string, PayerRules>> {
  const rules = new Map<string, PayerRules>()
  for (const { claim, document } of ready) {
    const { payerId, payerFamily } = claim
    if (payerId === null || payerFamily === null || rules.has(document.payer.id)) continue
    rules.set(document.payer.id, claimRulesOf(payerFamily, await payerProfile(work, payerId, payerFamily)))
  }
  return rules
}

function phoneOf([first]: readonly Ready[]): string {
  return first?.document.billingProvider.contact?.phone ?? '0000000000'
}
