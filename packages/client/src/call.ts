/** What every route of the client takes and answers; the generated routes are written in these words. */

/** What came back; `status` tells apart the answers that a route has. */
export interface Answer<Status extends number, Body> {
  readonly status: Status
  readonly body: Body
  /** What the ETag names: hand it to the next correction as `ifMatch`. Null where the route has no versions. */
  readonly version: number | null
  /** How Tally calls this request; it stands in Tally's log. */
  readonly requestId: string | null
  /** How often it was sent; a second try may find what the first one did. */
  readonly tries: number
}

export interface More {
  /** Which practice, for a key that holds several. */
  readonly practice?: string
  /** Ends the call, between two tries too. */
  readonly signal?: AbortSignal
  /** W3C trace context: this visit's trace then ends at its payment. */
  readonly traceparent?: string
}

export interface Keyed {
  /**
   * New for each thing created, the same whenever that thing is sent again. Made when left out, and then good for the tries of
   * this call alone: hand in one of your own, such as the visit's id, to be safe when your program ends in between.
   */
  readonly idempotencyKey?: string
}

export interface Versioned {
  /** The version that is corrected. */
  readonly ifMatch: number
}

/** One request, as a generated route puts it. */
export interface Asked {
  readonly method: string
  /** With its ids filled in. */
  readonly path: string
  readonly body?: unknown
  readonly contentType?: string
  /** The route honours an Idempotency-Key. */
  readonly keyed?: boolean
  readonly more: (More & Keyed & Partial<Versioned> & { readonly query?: object }) | undefined
}

export type Ask = <A extends Answer<number, unknown>>(asked: Asked) => Promise<A>

/** A list: a page, or with `each` all that is on its pages, one after the other. */
export interface Paged<Query, A extends PageAnswer> {
  (more?: More & { readonly query?: Query }): Promise<A>
  each(more?: More & { readonly query?: Query }): AsyncIterable<A['body']['items'][number]>
}

type PageAnswer = Answer<number, { readonly items: readonly unknown[]; readonly nextCursor: string | null }>

/** `by` is the parameter that takes `nextCursor`. */
export function paged<Query extends object, A extends PageAnswer>(
  ask: Ask,
  path: string,
  by: string,
): Paged<Query, A> {
  const page = (more?: More & { readonly query?: object }) => ask<A>({ method: 'GET', path, more })
  async function* each(more: More & { readonly query?: Query } = {}) {
    let query: object = more.query ?? {}
    for (;;) {
      const { items, nextCursor } = (await page({ ...more, query })).body
      yield* items
      if (nextCursor === null) return
      query = { ...query, [by]: nextCursor }
    }
  }
  return Object.assign(page, { each })
}

/** An id within a path, whatever stands in it. */
export function segment(id: string): string {
  return encodeURIComponent(id)
}
