/** A span as it was kept: one piece of work of one service, or of none. Times are whole microseconds. */

export interface KeptSpan {
  readonly spanId: string
  readonly parentId: string | null
  readonly name: string
  readonly service: string | null
  readonly kind: string
  /** Since 1970. */
  readonly startedUs: number
  readonly durationUs: number
  readonly failed: boolean
  /** A word on how it failed. */
  readonly says: string | null
  readonly attributes: Readonly<Record<string, unknown>>
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
}

export function endOf({ startedUs, durationUs }: Pick<KeptSpan, 'startedUs' | 'durationUs'>): number {
  return startedUs + durationUs
}
