/** The coverages that a person set for a patient: from then on they govern, each for its dates, not the encounter's. */
import type { coverageChanged, DataOf, SealedVisit } from '@tally/contracts'
import type { ServiceDate } from '@tally/kernel'

export interface CoverageList {
  readonly version: number
  readonly coverages: DataOf<typeof coverageChanged>['coverages']
  /** Each in the place of its coverage. */
  readonly cards: readonly SealedVisit['coverages'][number][]
}

export interface GoverningCoverage {
  readonly coverage: CoverageList['coverages'][number]
  readonly card: CoverageList['cards'][number]
}

/**
 * Those of the list that hold on `date`, in their order. A card is its coverage's by its place: several may have one order when
 * their dates do not meet. One without its card cannot be billed and is left out.
 */
export function coveragesOn({ coverages, cards }: CoverageList, date: ServiceDate): GoverningCoverage[] {
  return coverages
    .flatMap((coverage, place) => {
      const card = cards[place]
      return card && holdsOn(coverage, date) ? [{ coverage, card }] : []
    })
    .sort((a, b) => a.coverage.order - b.coverage.order)
}

function holdsOn({ from, to }: CoverageList['coverages'][number], date: ServiceDate): boolean {
  return (from === null || from <= date) && (to === null || date <= to)
}
