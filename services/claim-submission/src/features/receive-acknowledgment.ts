/**
 * Hears a partner's TA1, 999 or 277CA: finds the batch by our own control numbers and the claim by CLM01, and
 * moves each claim as far as the answer says. The file is kept again under the practice's key.
 */
import { transmissionReceived } from '@tally/contracts'
import { assert } from '@tally/kernel'
import { commit, getBlob, hears, on, putBlob, sideBySide, type Work, workIn } from '@tally/platform'
import {
  type AcknowledgedClaim,
  type AcknowledgedProvider,
  type Acknowledgments,
  readAcknowledgments,
} from '@tally/x12'
import type { Code, HeardBack } from '../domain/hear-back.ts'
import {
  addAcknowledgment,
  type Batch,
  batchByGroup,
  batchById,
  batchByInterchange,
  lockBatch,
  moveBatch,
} from '../store/batches.ts'
import { type ClaimVersion, versionByNumber, versionsOfBatch } from '../store/claim-versions.ts'
import { type Received, toClaim } from './acknowledge-claim.ts'
import { batchSent } from './batch-left.ts'

export const receiveAcknowledgment = hears('receive-acknowledgment', [
  on(transmissionReceived, async (work, { data }) => {
    if (data.content !== 'TA1' && data.content !== '999' && data.content !== '277CA') return
    const bytes = await getBlob(work.query, work.keys, data.digest)
    assert(bytes, `transmission ${data.transmissionId} has no file`)
    const said = readAcknowledgments(bytes)
    switch (data.content) {
      case 'TA1':
        return interchanges(work, data, said, bytes)
      case '999':
        return groups(work, data, said, bytes)
      case '277CA':
        return claims(work, data, said, bytes)
    }
  }),
])

async function interchanges(
  work: Work,
  file: Received,
  said: Acknowledgments,
  bytes: Uint8Array,
): Promise<void> {
  for (const { controlNumber, verdict, note } of said.interchanges) {
    const batch = await batchByInterchange(work.query, file.partnerId, Number(controlNumber))
    if (!batch) {
      await unclaimed(work, file, controlNumber, verdict)
      continue
    }
    const own = await ofPractice(work, batch, bytes)
    await moveBatch(own, batch.id, { interchangeVerdict: verdict })
    const codes = [{ category: 'TA1', statusCode: note, entity: null }]
    await ofWholeBatch(own, file, batch, {
      stage: 'interchange',
      verdict: plain(verdict),
      codes,
      payerClaimNumber: null,
    })
  }
}

async function groups(work: Work, file: Received, said: Acknowledgments, bytes: Uint8Array): Promise<void> {
  for (const { controlNumber, verdict, transactions, errorCodes } of said.groups) {
    const batch = await batchByGroup(work.query, file.partnerId, Number(controlNumber))
    if (!batch) {
      await unclaimed(work, file, controlNumber, verdict)
      continue
    }
    const own = await ofPractice(work, batch, bytes)
    // One ST a group is what we write: its fate is the group's.
    const rejected = verdict === 'rejected' || transactions.some((each) => each.verdict === 'rejected')
    await moveBatch(own, batch.id, { transactionVerdict: rejected ? 'rejected' : verdict })
    const places = transactions
      .flatMap(({ errors }) => errors)
      .map(({ code, tag }) => codeOf('999', code, tag))
    const codes = [...errorCodes.map((code) => codeOf('999', code, null)), ...places]
    const heard = codes.length > 0 ? codes : [codeOf('999', null, null)]
    const fate = rejected ? 'rejected' : plain(verdict)
    await ofWholeBatch(own, file, batch, {
      stage: 'transaction',
      verdict: fate,
      codes: heard,
      payerClaimNumber: null,
    })
  }
}

async function claims(work: Work, file: Received, said: Acknowledgments, bytes: Uint8Array): Promise<void> {
  const stage = said.sources.some(({ entity }) => entity === 'PR') ? 'payer' : 'clearinghouse'
  for (const each of said.batches) {
    const batch = await batchById(work.query, file.partnerId, each.id)
    if (!batch) {
      await unclaimed(work, file, each.id, each.verdict)
      continue
    }
    const own = await ofPractice(work, batch, bytes)
    const locked = await evidenceOfSending(own, batch)
    const inBatch = ({ batchId }: { readonly batchId: string | null }) =>
      batchId === each.id || batchId === null
    const listed = said.claims.filter(inBatch)
    await sideBySide(
      listed,
      ({ clm01 }) => clm01,
      (claim) => ofOneClaim(own, file, locked, claim, stage),
    )
    // The whole ST or a billing provider was refused: its claims are not listed (x12.md 3.4; RFI 2145, 1211).
    const refused = each.verdict === 'rejected' ? [{ ...each, npi: null }] : refusedProviders(said, inBatch)
    for (const one of refused) {
      const codes = one.statuses.map((status) => codeOf(status.category, status.statusCode, status.entity))
      await ofUnlisted(
        own,
        file,
        locked,
        { stage, verdict: 'rejected', codes: atLeastOne(codes, one.category), payerClaimNumber: null },
        { npi: one.npi, listed: new Set(listed.map(({ clm01 }) => clm01)) },
      )
    }
  }
}

/** `npi` null where it is not named: then it is the only one of its batch. */
function refusedProviders(
  { providers }: Acknowledgments,
  inBatch: (provider: AcknowledgedProvider) => boolean,
) {
  return providers
    .filter((each) => each.verdict === 'rejected' && inBatch(each))
    .map((each) => ({ ...each, npi: each.id === '' ? null : each.id }))
}

async function ofOneClaim(
  work: Work,
  file: Received,
  batch: Batch,
  said: AcknowledgedClaim,
  stage: HeardBack['stage'],
): Promise<void> {
  const codes = atLeastOne(
    said.statuses.map((status) => codeOf(status.category, status.statusCode, status.entity)),
    said.category,
  )
  const version = await versionByNumber(work, said.clm01)
  const back: HeardBack = {
    stage,
    verdict: plain(said.verdict),
    codes,
    payerClaimNumber: said.payerClaimNumber,
  }
  await keepWord(work, file, batch, version, said.clm01, said.verdict, codes)
  if (version) await toClaim(work, file, version, back)
}

async function ofWholeBatch(work: Work, file: Received, batch: Batch, back: HeardBack): Promise<void> {
  const locked = await evidenceOfSending(work, batch)
  await ofUnlisted(work, file, locked, back, { npi: null, listed: new Set() })
}

/** Every claim of the batch that the answer doesn't name by itself. */
async function ofUnlisted(
  work: Work,
  file: Received,
  batch: Batch,
  back: HeardBack,
  /** Of one billing provider alone; null: of all of them. */
  { npi, listed }: { readonly npi: string | null; readonly listed: ReadonlySet<string> },
): Promise<void> {
  if (back.verdict === 'rejected' && npi === null && listed.size === 0)
    await moveBatch(work, batch.id, { state: 'rejected' })
  await keepWord(work, file, batch, null, null, back.verdict, back.codes)
  const all = await versionsOfBatch(work, batch.id)
  const meant = all.filter(
    ({ billingNpi, claimNumber }) => !listed.has(claimNumber) && (npi === null || npi === billingNpi),
  )
  await sideBySide(
    meant,
    ({ claimId }) => claimId,
    (version) => toClaim(work, file, version, back),
  )
}

/** An answer to a batch proves that it left, whatever became of the send. */
async function evidenceOfSending(work: Work, batch: Batch): Promise<Batch> {
  const locked = (await lockBatch(work, batch.id)) ?? batch
  if (locked.state === 'written' || locked.state === 'unknown') {
    await batchSent(work, locked, 'its acknowledgment came')
  }
  return locked
}

async function ofPractice(work: Work, batch: Batch, bytes: Uint8Array): Promise<Work> {
  const own = await workIn(work, batch.practiceId)
  await putBlob(own.query, own.keys, bytes)
  return own
}

async function keepWord(
  work: Work,
  file: Received,
  batch: Batch | null,
  version: ClaimVersion | null,
  claimNumber: string | null,
  verdict: string,
  codes: readonly Code[],
): Promise<void> {
  const { transmissionId, content, digest, receivedAt } = file
  assert(content === 'TA1' || content === '999' || content === '277CA', 'an acknowledgment')
  await addAcknowledgment(work, {
    ...{ id: work.newId(), transmissionId, content, digest, receivedAt, verdict, codes, claimNumber },
    ...{ batchId: batch?.id ?? null, claimId: version?.claimId ?? null },
  })
}

/** It names nothing that we sent: kept where operators look, and nothing moves. */
async function unclaimed(work: Work, file: Received, named: string, verdict: string): Promise<void> {
  await commit(work, () => keepWord(work, file, null, null, named.slice(0, 38), verdict, []), [])
}

function plain(verdict: string): HeardBack['verdict'] {
  return verdict === 'rejected' || verdict === 'accepted' ? verdict : 'received'
}

function codeOf(category: string, statusCode: string | null, entity: string | null): Code {
  return { category, statusCode: statusCode === '' ? null : statusCode, entity }
}

function atLeastOne(codes: readonly Code[], category: string): Code[] {
  return codes.length > 0 ? [...codes] : [codeOf(category === '' ? 'none' : category, null, null)]
}
