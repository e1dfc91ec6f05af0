/** Marks planted in a body's free text, and the forms in which a careless sink would show them. */

export interface Marked {
  readonly body: unknown
  /** By JSON Pointer. */
  readonly marks: ReadonlyMap<string, string>
}

/**
 * Plants a mark in each string field for which `accepts` still takes the body: a field with a form refuses
 * it.
 */
export async function plantMarks(
  whole: unknown,
  accepts: (body: unknown) => boolean | Promise<boolean>,
): Promise<Marked> {
  const marks = new Map<string, string>()
  let body = whole
  for (const path of stringsIn(whole)) {
    const mark = `Mark ${marks.size} x`
    const tried = replaced(body, path, mark)
    if (!(await accepts(tried))) continue
    marks.set(path.map((step) => `/${step}`).join(''), mark)
    body = tried
  }
  return { body, marks }
}

/** Plain, URL-encoded, hex, and base64 at each of its three alignments, as text to search for. */
export function formsOf(mark: string): string[] {
  const bytes = Buffer.from(mark)
  const base64 = [0, 1, 2].map((pad) => {
    const encoded = Buffer.concat([Buffer.alloc(pad), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // Only whole groups of the mark's own bytes are the same wherever it stands.
    return encoded.slice(pad === 0 ? 0 : pad + 1, Math.floor(((pad + bytes.length) * 8) / 6))
  })
  return [mark, encodeURIComponent(mark), bytes.toString('hex'), ...base64]
}

/** Which marks `text` shows, in any form, by pointer. */
export function marksIn(text: string, marks: ReadonlyMap<string, string>): string[] {
  return [...marks]
    .filter(([, mark]) => formsOf(mark).some((form) => text.includes(form)))
    .map(([pointer]) => pointer)
}

function stringsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'string') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, field]) => stringsIn(field, [...path, name]))
}

function replaced(value: unknown, [step, ...rest]: readonly string[], by: string): unknown {
  if (step === undefined) return by
  if (Array.isArray(value))
    return value.map((item, place) => (String(place) === step ? replaced(item, rest, by) : item))
  const fields: Record<string, unknown> = { ...Object(value) }
  return { ...fields, [step]: replaced(fields[step], rest, by) }
}
