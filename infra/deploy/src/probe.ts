/** `node infra/deploy/src/probe.ts <url>`: a container's health check. It succeeds where the address answers 2xx within three seconds. */
const [, , url = ''] = process.argv
try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) })
  const text = await answer.text()
  if (!answer.ok) fail(`${answer.status} ${text.slice(0, 500)}`)
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}

/** What it says is shown by `docker inspect`. */
function fail(says: string): void {
  process.stderr.write(`${url}: ${says}\n`)
  process.exitCode = 1
}
