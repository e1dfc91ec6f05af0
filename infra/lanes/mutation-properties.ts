/** Under mutation a property is tried a few times, and on the same values in every run. */
import fc from 'fast-check'

fc.configureGlobal({ seed: 20260302, numRuns: 25, endOnFailure: true })
