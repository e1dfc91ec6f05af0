/** The coverages that a person set for a patient: from then on they govern, each for its dates, not the encounter's. */
import type { coverageChanged, DataOf, SealedVisit } from '@tally/contracts'
import type { ServiceDate } from '@tally/kernel'

export interface CoverageList {
  readonly version: number
  readonly coverages: DataOf<typeof coverageChanged>['coverages']
  readonly cards: readonly SealedVisit['coverages'][number][]
}

export interface GoverningCoverage {
  readonly coverage: CoverageList['coverages'][number]
  readonly card: CoverageList['cards'][number]
}

/** Those of the list that hold on `date`, in their order; one without its card cannot be billed and is left out. */
export function coveragesOn({ coverages, cards }: CoverageList, date: ServiceDate): GoverningCoverage[] {
  return [...coverages]
    .sort((a, b) => a.order - b.order)
    .filter(({ from, to }) => (from === null || from <= date) && (to === null || date <= to))
    .flatMap((coverage) => {
      const card = cards.find(({ order }) => order === coverage.order)
      return card ? [{ coverage, card }] : []
    })
}
