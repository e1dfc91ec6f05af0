/**
 * HL*number*parent*level*children, in 837 and 277: which level stands under which. HL02 tells it; where HL02
 * names none of the level above, the latest of that level is taken and the doubt is said.
 */
import type { Report } from './finding.ts'
import { given, type Segment } from './segment.ts'

/** What hangs below what, upmost first: 20, 22, 23 in an 837. */
export type LevelOrder = readonly string[]

interface Placed<Level> {
  readonly level: Level
  readonly code: string
}

export interface Hierarchy<Level> {
  /** The level above the one that `hl` opens; null at the top, and for an unknown level. */
  readonly parentOf: (hl: Segment) => Level | null
  /** Takes the level of `hl` in, so that later ones can stand under it. */
  readonly add: (hl: Segment | null, code: string, level: Level) => void
  /** The latest of the level above `code`, for files without HL. */
  readonly latestAbove: (code: string) => Level | null
}

export function hierarchyOf<Level>(order: LevelOrder, report: Report): Hierarchy<Level> {
  const byNumber = new Map<string, Placed<Level>>()
  const latest = new Map<string, Level>()
  const latestAbove = (code: string): Level | null => {
    const at = order.indexOf(code)
    return at < 1 ? null : (latest.get(order[at - 1] ?? '') ?? null)
  }
  return {
    latestAbove,
    parentOf(hl) {
      const code = given(hl, 3) ?? ''
      const at = order.indexOf(code)
      if (at < 0) report('warn', 'hierarchy/level', hl, 'a level of another kind than the guide knows', 3)
      if (at < 1) return null
      const named = byNumber.get(given(hl, 2) ?? '')
      if (named && named.code === order[at - 1]) return named.level
      report('warn', 'hierarchy/parent', hl, `HL02 names no level ${order[at - 1]} before it`, 2)
      return latestAbove(code)
    },
    add(hl, code, level) {
      const number = hl ? given(hl, 1) : null
      if (number !== null) byNumber.set(number, { level, code })
      const at = order.indexOf(code)
      if (at < 0) return
      latest.set(code, level)
      // What hung below the one before it has no place under this one.
      for (const below of order.slice(at + 1)) latest.delete(below)
    },
  }
}
