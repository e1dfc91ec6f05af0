/** A page for reading and printing: nothing is loaded from anywhere, no script runs, nobody frames it, nobody keeps it. */
import { type Answer, answer } from './route.ts'

/** The same address answers in several content types. */
export const byAccept = { vary: 'accept', 'cache-control': 'no-store' }

export function printedPage(html: string): Answer {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
  const headers = { ...byAccept, 'content-security-policy': policy }
  return answer(200, html, { headers, contentType: 'text/html; charset=utf-8' })
}
