/**
 * Whether an answer is the one that the guide shows. It may have more fields; a list has just the items shown, unless `"…"` stands in
 * it: then those shown come in it in this order. `{{name}}` is any text or number, the same wherever the name stands.
 */
const more = '…'

/** What `shown` binds, together with `values`; or where and how the two differ. */
export function agreesWithShown(
  shown: unknown,
  answered: unknown,
  values: ReadonlyMap<string, string>,
  place = '',
): ReadonlyMap<string, string> | string {
  if (Array.isArray(shown)) return itemsAgree(shown, answered, values, place)
  if (typeof shown === 'object' && shown !== null) return fieldsAgree(shown, answered, values, place)
  if (typeof shown === 'string' && shown.includes('{{')) return textAgrees(shown, answered, values, place)
  return shown === answered ? values : differs(place, shown, answered)
}

function fieldsAgree(
  shown: object,
  answered: unknown,
  values: ReadonlyMap<string, string>,
  place: string,
): ReadonlyMap<string, string> | string {
  if (typeof answered !== 'object' || answered === null) return differs(place, shown, answered)
  let known = values
  for (const [name, value] of Object.entries(shown)) {
    const found = agreesWithShown(value, Reflect.get(answered, name), known, `${place}/${name}`)
    if (typeof found === 'string') return found
    known = found
  }
  return known
}

function itemsAgree(
  shown: readonly unknown[],
  answered: unknown,
  values: ReadonlyMap<string, string>,
  place: string,
): ReadonlyMap<string, string> | string {
  if (!Array.isArray(answered)) return differs(place, shown, answered)
  const wanted = shown.filter((each) => each !== more)
  if (wanted.length === shown.length && answered.length !== shown.length) {
    return `${place} has ${answered.length} items, ${shown.length} are shown`
  }
  let known = values
  let from = 0
  for (const [index, each] of wanted.entries()) {
    const rest = answered.slice(from)
    const looked = wanted.length === shown.length ? rest.slice(0, 1) : rest
    const tries = looked.map((item) => agreesWithShown(each, item, known, `${place}/${index}`))
    const at = tries.findIndex((found) => typeof found !== 'string')
    const found = tries[at]
    if (found === undefined || typeof found === 'string')
      return String(tries[0] ?? `${place}/${index} is not there`)
    known = found
    from += at + 1
  }
  return known
}

function textAgrees(
  shown: string,
  answered: unknown,
  values: ReadonlyMap<string, string>,
  place: string,
): ReadonlyMap<string, string> | string {
  if (typeof answered !== 'string' && typeof answered !== 'number') return differs(place, shown, answered)
  const known = new Map(values)
  const names = [...shown.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
  const pattern = shown
    .split(/\{\{\w+\}\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('(.+)')
  const found = new RegExp(`^${pattern}$`).exec(String(answered))
  if (!found) return differs(place, shown, answered)
  for (const [index, name] of names.entries()) {
    const value = found[index + 1] ?? ''
    if (known.has(name) && known.get(name) !== value) return differs(place, known.get(name), value)
    known.set(name, value)
  }
  return known
}

function differs(place: string, shown: unknown, answered: unknown): string {
  return `${place || 'the body'} is ${JSON.stringify(answered)?.slice(0, 500)}, shown is ${JSON.stringify(shown)}`
}
