/**
 * What a test may do to the in-process broker, because a real one cannot be asked for it. The record may be
 * changed at any time; counters count down as they are used up.
 */
export interface Faults {
  /** Every batch waits this long before its handler sees it. */
  deliveryDelayMs: number
  /** So many calls of `publish` reject with nothing appended. */
  publishesToRefuse: number
  /** So many calls of `publish` append and reject all the same: the acknowledgement was lost. */
  acknowledgementsToLose: number
  /** So many batches are handed over twice. */
  batchesToDuplicate: number
  /** So many verdicts are lost: the process died between effect and commit, the batch comes again. */
  commitsToLose: number
  /**
   * Index of the partition served next, of `ready` partitions, the longest unserved first. Random: reorder
   * across partitions.
   */
  pickPartition: (ready: number) => number
}

export const noFaults: Readonly<Faults> = {
  deliveryDelayMs: 0,
  publishesToRefuse: 0,
  acknowledgementsToLose: 0,
  batchesToDuplicate: 0,
  commitsToLose: 0,
  pickPartition: () => 0,
}

type Counter = {
  [Name in keyof Faults]: Name extends `${string}To${string}` ? Name : never
}[keyof Faults]

/** Whether the fault strikes now; one use of it is taken off. */
export function strikes(faults: Faults, counter: Counter): boolean {
  if (faults[counter] <= 0) return false
  faults[counter] -= 1
  return true
}
