/** What holds for every route and is told once, before them; shown on top of `/docs`. */
export const introduction = `
A clinic’s system posts a signed visit; Tally codes it, sends the claim, posts what is paid and opens what was denied.
**[An afternoon’s integration](/integrate.md)** goes through it step by step, each step run by a test.

**Key.** \`Authorization: Bearer <key>\`. A key has a role, which each route names, and one or more practices; a key of several
names one in \`Tally-Practice\`. What is of another practice answers 404, as what is not there.

**Money** is whole cents (\`chargeCents\`: 19500 is $195.00). **Dates** are \`YYYY-MM-DD\`; instants carry an offset.

**Sending again.** A POST that creates takes an \`Idempotency-Key\` of 1 to 255 characters, new for each thing created: the same key
with the same request gets the stored answer again for 30 days, another request under it 422, one while the first still runs 409 with
\`Retry-After\`. So send again, with the same key, whenever no answer came.

**Versions.** What can be corrected answers an \`ETag\`; send it back as \`If-Match: "1"\`. 428 asks for it, 412 says that
somebody was faster: read it again, then decide.

**Pages.** A list answers \`{ items, nextCursor }\`: send \`cursor=<nextCursor>\` for the next page until it is null; \`limit\` is
at most 200.

**Errors** are problem documents (\`application/problem+json\`, RFC 9457) with every problem at once: \`pointer\` says where (a JSON
Pointer into the body, \`query:…\`, \`header:…\`), \`code\` is stable, \`says\` is for people, \`fix\` says what to do. Nothing of
the request’s values is echoed. 400: the shape; 422: understood, but it cannot be; 409: it disagrees with what is stored.
A field that is not known is refused, not dropped.

**When to try again.** 429 and 503 carry \`Retry-After\` in seconds; nothing was stored. Every answer names itself in
\`X-Request-Id\`; a \`traceparent\` that you send goes along to the payment.
`.trim()
