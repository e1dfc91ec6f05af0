/**
 * What JSON.parse would pass over in silence: of two equal keys it takes the last, and it nests as deep as
 * memory allows. Looked for in the text, before anything is built from it.
 */

export interface JsonFault {
  readonly kind: 'duplicate-key' | 'too-deep'
  readonly pointer: string
  readonly says: string
}

const depthMax = 32

interface Level {
  /** Keys seen, for an object; nothing for an array. */
  readonly keys: Set<string> | undefined
  readonly pointer: string
  expectsKey: boolean
  index: number
}

/** In one pass; `most` at most, and nothing but the depth when that is beyond 32. */
export function jsonFaults(text: string, most: number): JsonFault[] {
  const levels: Level[] = []
  const faults: JsonFault[] = []
  let step = ''
  for (let at = 0; at < text.length && faults.length < most; at++) {
    const level = levels.at(-1)
    const char = text[at]
    if (char === '"') {
      const end = endOfString(text, at)
      if (level?.expectsKey) {
        step = noteKey(text.slice(at, end + 1), level, faults)
        level.expectsKey = false
      }
      at = end
    } else if (char === '{' || char === '[') {
      if (levels.length >= depthMax)
        return [{ kind: 'too-deep', pointer: '', says: `is nested deeper than ${depthMax}` }]
      const pointer = level ? level.pointer + (level.keys ? step : `/${level.index}`) : ''
      levels.push({ keys: char === '{' ? new Set() : undefined, pointer, expectsKey: char === '{', index: 0 })
    } else if (char === '}' || char === ']') levels.pop()
    else if (char === ',' && level) {
      level.expectsKey = level.keys !== undefined
      level.index += 1
    }
  }
  return faults
}

/** One step of a JSON Pointer; a key that is no plain field name may be a person's, and is not repeated. */
export function pointerStep(key: string): string {
  return /^[A-Za-z][A-Za-z0-9]{0,39}$/.test(key) ? `/${key}` : '/*'
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at
  }
  return text.length
}

/** `\u0061` and `a` are one key, so the written key is read before it is compared. */
function noteKey(written: string, level: Level, faults: JsonFault[]): string {
  let key = written
  try {
    key = String(JSON.parse(written))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const step = pointerStep(key)
  if (level.keys?.has(key))
    faults.push({ kind: 'duplicate-key', pointer: level.pointer + step, says: 'stands twice' })
  level.keys?.add(key)
  return step
}
