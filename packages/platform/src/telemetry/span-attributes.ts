/**
 * What a span may say: a closed list of ids of ours, codes and counts, so that no body, path or name gets in; a new
 * attribute is added here or it does not compile. They are shown to whoever may read a trace.
 */

export interface SpanAttributes {
  readonly 'http.request.method'?: string
  /** The template, never the path. */
  readonly 'http.route'?: string
  readonly 'http.response.status_code'?: number
  readonly 'messaging.batch.message_count'?: number
  readonly 'tally.service'?: string
  /** Our id of the practice: decides which keys may read the span. */
  readonly 'tally.practice'?: string
  readonly 'tally.message'?: string
  readonly 'tally.subject'?: string
  readonly 'tally.duplicate'?: boolean
  /** When the work began in which the message was said, and when the broker had it; milliseconds since 1970. */
  readonly 'tally.said_ms'?: number
  readonly 'tally.published_ms'?: number
}
