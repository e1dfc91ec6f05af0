/**
 * What a payer makes of a procedure before it is counted: another code in its place, nothing at all, or its
 * base beside it.
 */
import type { Reason } from '@tally/kernel'
import type { PayerRules } from '../payer-profile.ts'
import { type RuleCard, reasonOf } from '../rule.ts'
import type { Discipline } from './discipline-modifier.ts'

export const replaced: RuleCard = {
  slug: 'procedure/replaced',
  edition: '2026',
  citation: 'CMS physician fee schedule, 97014 status I; HCPCS G0283',
  sentence: 'Unattended stimulation, 97014, goes as G0283 to Medicare and to payers that follow it.',
}

export const notPayable: RuleCard = {
  slug: 'procedure/not-payable',
  edition: '2026',
  citation: 'CMS physician fee schedule status B and N; APTA on 20560, 20561 and specialty 65',
  sentence:
    'What the payer bundles or never covers is not billed; never covered and with a voluntary ABN it goes with GX and GY.',
}

export const addOnWithoutBase: RuleCard = {
  slug: 'procedure/add-on-without-base',
  edition: '2026',
  citation: 'CMS physician fee schedule, global indicator ZZZ',
  sentence: 'An additional-time or additional-area code is billed beside its first code alone.',
}

export const unlisted: RuleCard = {
  slug: 'procedure/unlisted',
  edition: '2026',
  citation: 'CPT unlisted procedures; 837P NTE',
  sentence: 'An unlisted code needs a description on the claim, and its contractor’s price.',
}

export const secondEvaluation: RuleCard = {
  slug: 'procedure/second-evaluation',
  edition: '2026',
  citation: 'MBPM ch.15 s220.3',
  sentence: 'A second initial evaluation in an episode is unusual: a re-evaluation may be meant.',
}

/** The base of every additional code. */
export const baseOf: Readonly<Record<string, readonly string[]>> = {
  '97130': ['97129'],
  '97546': ['97545'],
  '97551': ['97550'],
  '97598': ['97597'],
  '90913': ['90912'],
  '98981': ['98980'],
  '92608': ['92607'],
  '96113': ['96112'],
}

export const unlistedCodes = ['97039', '97139', '97799']
export const initialEvaluation = /^9716[123567]$/

/** The code that `rules` want billed, and why when it is another. */
export function codeFor(
  procedureCode: string,
  { unattendedStimulationAs: other }: PayerRules,
): { readonly code: string; readonly reason: Reason | null } {
  if (procedureCode !== '97014' || other === null || other === procedureCode)
    return { code: procedureCode, reason: null }
  const reason = reasonOf(replaced, `${procedureCode} goes as ${other}`, { procedureCode, replacedBy: other })
  return { code: other, reason }
}

/** Why the payer pays nothing for it, whatever was done; null when it may. */
export function payability(
  procedureCode: string,
  discipline: Discipline,
  { bundled, excluded, excludedForPt }: PayerRules,
): { readonly kind: 'bundled' | 'excluded'; readonly reason: Reason } | null {
  const kind = bundled.includes(procedureCode)
    ? 'bundled'
    : excluded.includes(procedureCode) || (discipline === 'PT' && excludedForPt.includes(procedureCode))
      ? 'excluded'
      : null
  if (kind === null) return null
  const why =
    kind === 'bundled' ? 'is bundled: never paid by itself' : `is not covered under a ${discipline} plan`
  return {
    kind,
    reason: reasonOf(notPayable, `${procedureCode} ${why}`, { procedureCode, discipline, kind }),
  }
}
