/**
 * parse ∘ write = identity: claims that the writer takes come back out of the file as the documents that they were,
 * with no difference but those it tells (`replacements`), and written again they are the same file; claims that it does
 * not take are refused for exactly what is wrong with them. Two thousand runs in the suite, more by `npm run prove`.
 */
import fc from 'fast-check'
import type { ClaimDocument } from '../claim-document.ts'
import { sampleSubmission } from '../sample-claim.ts'
import { type Written837p, write837p } from '../write-837p.ts'
import type { ClaimBatch } from './claims-read.ts'
import { readClaims } from './read-claims.ts'
import { documentAgain } from './sample-document-again.ts'
import { type HostileClaims, hostileClaims } from './sample-hostile-claims.ts'

/** What the runs were, so that a law which only ever refuses is seen. */
export interface RunsOfLaw {
  written: number
  refused: number
  /** Claims that came back, and texts that were written otherwise. */
  claims: number
  replaced: number
}

/** Counts into `runs`. */
export function writtenLaw(runs: RunsOfLaw): fc.IProperty<[HostileClaims]> {
  return fc.property(hostileClaims, (hostile) => hold(hostile, runs))
}

function hold({ claims, expected }: HostileClaims, runs: RunsOfLaw): void {
  const result = write837p(sampleSubmission([...claims]))
  const refusals = result.ok ? [] : result.problems.map(({ pointer, rule }) => `${pointer} ${rule}`)
  same('refusals', refusals.sort(), [...expected.refusals].sort())
  if (!result.ok) {
    runs.refused += 1
    return
  }
  runs.written += 1
  runs.claims += claims.length
  runs.replaced += result.replacements.length
  same('replacements', inOrder(result.replacements), inOrder(expected.replacements))
  same('unsent', result.unsent, [])
  comesBack(result, expected.claims)
}

function comesBack(
  { text, claims: places }: Extract<Written837p, { ok: true }>,
  claims: readonly ClaimDocument[],
): void {
  const { batches, others, findings } = readClaims(text)
  const [batch, ...more] = batches
  same('findings', [findings, others, more], [[], [], []])
  if (!batch) throw new Error('the batch is lost')
  same('the batch', [batch.complete, batch.unread, batch.claims.length], [true, [], claims.length])
  const read = new Map(batch.claims.map((claim) => [claim.claimNumber, claim]))
  const again = claims.map((claim, index) => {
    const found = read.get(claim.claimNumber)
    if (!found) throw new Error('a claim is lost')
    const document = documentAgain(found)
    same(`claim ${index}`, document, claim)
    same('unread', unreadOf(found), [])
    // The writer counts from the ST, the third segment of the file.
    same('last segment', found.lastSegment - 2, places[index]?.lastSegment)
    return document
  })
  const rewritten = write837p(sampleSubmission(again))
  same('the text written again', rewritten.ok && rewritten.text, text)
}

/** What the reader kept of a claim without a field for it. */
function unreadOf({
  unread,
  lines,
  otherPayers,
  billing,
  subscriber,
  patient,
}: ClaimBatch['claims'][number]) {
  const loops = [...lines, ...otherPayers, billing, subscriber, patient]
  return [...unread, ...loops.flatMap((loop) => loop?.unread ?? [])]
}

function inOrder<Told extends { readonly pointer: string }>(all: readonly Told[]): Told[] {
  return all.toSorted((one, other) => (one.pointer < other.pointer ? -1 : 1))
}

function same(what: string, found: unknown, expected: unknown): void {
  const at = differenceOf(found, expected)
  if (at !== null) throw new Error(`${what}: ${at}`)
}

/** Where the two differ first, and how; null where they say the same. */
function differenceOf(found: unknown, expected: unknown, at = ''): string | null {
  if (Object.is(found, expected)) return null
  if (!isObject(found) || !isObject(expected))
    return `${at} is ${JSON.stringify(found)} and must be ${JSON.stringify(expected)}`
  for (const key of new Set([...Object.keys(found), ...Object.keys(expected)])) {
    const difference = differenceOf(Reflect.get(found, key), Reflect.get(expected, key), `${at}/${key}`)
    if (difference !== null) return difference
  }
  return null
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
