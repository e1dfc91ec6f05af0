/**
 * What a rule is: a pure function with a name that never changes. Whatever it decides it can say why, passing
 * or not, in a sentence built from codes, numbers and dates alone, with the edition that decided and the
 * source to look it up in.
 */
import type { Fact, Finding, Reason, Severity } from '@tally/kernel'

export interface RuleCard {
  /** `<area>/<rule>`; stable, never reused. */
  readonly slug: string
  readonly edition: string
  readonly citation: string
  /** What the rule demands, for docs/rules.md. */
  readonly sentence: string
}

export interface Rule<Input, Outcome> extends RuleCard {
  readonly decide: (input: Input) => Outcome
}

/**
 * Why `rule` decided as it did. `says` names codes, numbers and dates only, in Latin-1 like every citation: one
 * wider sign (’) makes all of an answer's JSON two bytes a character, a fifth more work to write.
 */
export function reasonOf(rule: RuleCard, says: string, facts: Readonly<Record<string, Fact>> = {}): Reason {
  return { rule: rule.slug, edition: rule.edition, says, facts, citation: rule.citation }
}

/**
 * The reason as a finding on `lineIds` (none: on the whole day). `fix` is what a person should do, in a
 * sentence.
 */
export function findingOf(
  severity: Severity,
  lineIds: readonly string[],
  fix: string,
  reason: Reason,
): Finding {
  return { ...reason, severity, lineIds, fix }
}
