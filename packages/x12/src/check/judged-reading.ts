/** What the reader found on its way, as findings of the checker, each at the claim it concerns. */
import type { ClaimRead } from '../claims/claim-read.ts'
import type { Finding } from '../reader/finding.ts'
import type { OfLoop } from '../reader/of-loop.ts'
import type { CheckFinding } from './check-rule.ts'
import { readerRules } from './reader-rules.ts'

export interface JudgedReading {
  /** Those of a claim that was just read and of the levels above it. */
  readonly ofClaim: (claim: ClaimRead) => readonly CheckFinding[]
  /** An ST of a guide that is not judged lies between these segments. */
  readonly unjudged: (first: number, last: number) => void
  /** What no claim took, at the end of the file. `named`: it holds something that is not judged. */
  readonly ofFile: (judged: boolean, named: boolean) => readonly CheckFinding[]
}

const rules = new Map(readerRules.map((rule) => [rule.slug, rule]))
/** A thousand findings of garbage would stand again at each claim. */
const mostOfLevel = 20

/** `read` fills while the file is read. */
export function judgedReading(read: readonly Finding[]): JudgedReading {
  const waiting = new Map<number, CheckFinding[]>()
  const ofWhole: CheckFinding[] = []
  const levels = new WeakMap<OfLoop, readonly CheckFinding[]>()
  const unjudged: { readonly first: number; readonly last: number }[] = []
  let taken = 0
  return { ofClaim, unjudged: (first, last) => unjudged.push({ first, last }), ofFile }

  function takeNew(): void {
    for (const finding of read.slice(taken)) {
      const checked = judged(finding)
      if (ofNoClaim(finding)) ofWhole.push(checked)
      else {
        const before = waiting.get(finding.segment)
        if (before) before.push(checked)
        else waiting.set(finding.segment, [checked])
      }
    }
    taken = read.length
  }

  function ofClaim(claim: ClaimRead): readonly CheckFinding[] {
    takeNew()
    const { billing, subscriber, patient } = claim
    // Most files have none.
    if (read.length === 0) return []
    return [...ofLevel(billing), ...ofLevel(subscriber), ...ofLevel(patient), ...within(claim)]
  }

  function ofLevel(level: OfLoop | null): readonly CheckFinding[] {
    if (!level) return []
    const known = levels.get(level)
    if (known) return known
    const found = within(level).slice(0, mostOfLevel)
    levels.set(level, found)
    return found
  }

  function within({ segments }: OfLoop): CheckFinding[] {
    const found: CheckFinding[] = []
    for (const { ordinal } of segments) {
      const here = waiting.get(ordinal)
      if (!here) continue
      found.push(...here)
      waiting.delete(ordinal)
    }
    return found
  }

  function ofFile(anyJudged: boolean, named: boolean): readonly CheckFinding[] {
    takeNew()
    const left = [...waiting]
      .filter(([ordinal]) => !unjudged.some(({ first, last }) => ordinal >= first && ordinal <= last))
      .flatMap(([, findings]) => findings)
    const all = [...ofWhole, ...left]
    if (anyJudged || !named) return all
    return all.filter(({ rule }) => rule !== 'file/no-claims').map((one) => ({ ...one, severity: 'info' }))
  }
}

function ofNoClaim({ rule }: Finding): boolean {
  return rule.startsWith('file/') || rule.startsWith('envelope/')
}

/** A slug that is not judged yet is passed on as its reader has it. */
function judged({ rule, severity, says, ...place }: Finding): CheckFinding {
  const known = rules.get(rule)
  return {
    rule,
    severity: known?.severity ?? (severity === 'error' ? 'reject' : severity),
    snip: known?.snip ?? 1,
    ...place,
    says,
    citation: known?.citation ?? 'x12.md 7',
    fix: known?.fix ?? 'Write the file again.',
  }
}
